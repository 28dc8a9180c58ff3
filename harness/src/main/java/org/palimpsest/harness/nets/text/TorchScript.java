package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions of arrays in the engine's own language, each a single native call: many short operations one after the other take less time so, and operations
 * are at hand that the engine's Java interface lacks. Gradients flow through them as through all else.
 */
final class TorchScript {
    private static final String MODULE = "Functions";
    private static final String HEADER = "class " + MODULE + "(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n";

    /** An object of that class without fields but the one that each has: opcodes of pickle's protocol 2. */
    private static final String OBJECT = "\u0080\u0002c__torch__\n" + MODULE + "\n)\u0081}(X\u0008\0\0\0training\u0089ub.";
    private static final String NO_CONSTANTS = "\u0080\u0002).";
    private static final String VERSION = "3\n";

    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)\\(");

    private final PtSymbolBlock module;
    private final Map<String, NDArray> choices = new HashMap<>();

    /**
     * Compiles functions.
     *
     * @param manager lives as long as they are used
     * @param functions definitions of methods, not indented, whose first argument is
     *     {@code self: __torch__.Functions}
     */
    TorchScript(NDManager manager, String functions) {
        try {
            module = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive(functions)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // the engine takes the name of a function from that of an array
        DEFINITION.matcher(functions).results().map(found -> found.group(1)).forEach(function -> {
            NDArray choice = manager.zeros(new Shape(0));
            choice.setName("module_method:" + function);
            choices.put(function, choice);
        });
    }

    private static byte[] archive(String functions) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "version", VERSION);
            put(zip, "data.pkl", OBJECT);
            put(zip, "constants.pkl", NO_CONSTANTS);
            put(zip, "code/__torch__.py", HEADER + functions.indent(2));
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
        ZipEntry entry = new ZipEntry("functions/" + name);
        entry.setMethod(ZipEntry.STORED); // the engine reads no other
        entry.setSize(content.length);
        CRC32 sum = new CRC32();
        sum.update(content);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** The one array that a function makes of others; it belongs to the manager of the first of them. */
    NDArray call(String function, NDArray... inputs) {
        if (!JniUtils.isGradMode()) {
            return run(inputs[0].getManager(), function, (Object[]) inputs);
        }
        JniUtils.setGraphExecutorOptimize(false); // it would compile anew for every length of a text
        NDList all = new NDList(inputs);
        all.add(choices.get(function));
        // whether gradients are recorded is then up to whoever records them
        return IValueUtils.forward(module, all, true).singletonOrThrow();
    }

    /**
     * The one array that a function makes of arrays, lists of arrays and whole numbers; no gradients flow.
     *
     * @param owner gets the result
     * @param inputs arrays, {@link Long}s, and {@link #list lists} that are the caller's to close
     */
    NDArray run(NDManager owner, String function, Object... inputs) {
        JniUtils.setGraphExecutorOptimize(false);
        IValue[] values = new IValue[inputs.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(inputs[i]);
        }
        try (IValue result = IValueUtils.runMethod(module, function, values)) {
            return result.toTensor((PtNDManager) owner);
        } finally {
            for (int i = 0; i < values.length; i++) {
                if (values[i] != inputs[i]) {
                    values[i].close();
                }
            }
        }
    }

    private static IValue value(Object input) {
        if (input instanceof IValue list) {
            return list;
        }
        return input instanceof Long number ? IValue.from(number) : IValue.from((PtNDArray) input);
    }

    /** Arrays as one input. */
    static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.stream().map(array -> (PtNDArray) array).toArray(PtNDArray[]::new));
    }
}
