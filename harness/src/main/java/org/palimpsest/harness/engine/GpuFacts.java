package org.palimpsest.harness.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.palimpsest.results.record.Gpu;

/** What can be learned of a GPU: from the CUDA runtime, from what the driver shows in {@code /proc}, and from what it computes. */
public final class GpuFacts {
    private static final Pattern MODEL = Pattern.compile("Model:\\s*(\\S.*\\S)");
    private static final Pattern DRIVER = Pattern.compile("Module\\s.*?(\\d+\\.\\d+(?:\\.\\d+)?)\\s");
    private static final Pattern CUDNN = Pattern.compile("/libcudnn[^/\\s]*\\.so\\.(\\d[\\d.]*)");
    /** Rows and columns of what is multiplied: enough for the kernels that are used in earnest, and a power of two. */
    private static final int SIZE = 64;
    private static final int KERNEL = 2;
    /** Needs more binary digits than TF32 has, which rounds it to 1. */
    private static final float NEARLY_ONE = 1 + 1f / (1 << 13);

    private final Path proc;

    /**
     * Facts as a system shows them.
     *
     * @param proc where it does, {@code /proc} or a folder like it
     */
    GpuFacts(Path proc) {
        this.proc = proc;
    }

    /** A GPU that the engine can use. */
    public static Gpu of(Device device) {
        GpuFacts facts = new GpuFacts(Path.of("/proc"));
        try (NDManager manager = Machine.engine().newBaseManager(device)) {
            boolean convolutions = roundsConvolutions(manager); // before the name of cuDNN is looked for, which is loaded by the first
            return new Gpu(facts.name(), CudaUtils.hasCuda() ? CudaUtils.getComputeCapability(device.getDeviceId()) : "", facts.driver(),
                    CudaUtils.hasCuda() ? CudaUtils.getCudaVersionString() : "", facts.cudnn(), roundsProducts(manager), convolutions,
                    Boolean.getBoolean("ai.djl.pytorch.cudnn_benchmark"));
        }
    }

    /** The models of the GPUs in the machine: which of them a device of CUDA is, the driver does not say. */
    String name() {
        Set<String> models = new TreeSet<>();
        Path gpus = proc.resolve("driver/nvidia/gpus");
        if (Files.isDirectory(gpus)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(gpus)) {
                each.forEach(gpu -> models.add(last(MODEL, gpu.resolve("information"))));
            } catch (IOException e) {
                return ""; // it is a matter of provenance alone
            }
        }
        models.remove("");
        return String.join(" or ", models);
    }

    String driver() {
        return last(DRIVER, proc.resolve("driver/nvidia/version"));
    }

    /** By the files that this process has in memory. */
    String cudnn() {
        return last(CUDNN, proc.resolve("self/maps"));
    }

    /** The first group of the last place where it is found; empty if it is not, or there is no such file. */
    private static String last(Pattern pattern, Path file) {
        String found = "";
        try {
            Matcher matcher = pattern.matcher(Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "");
            while (matcher.find()) {
                found = matcher.group(1);
            }
        } catch (IOException e) {
            return ""; // as above
        }
        return found;
    }

    /** Whether the factors of a matrix product are rounded. */
    static boolean roundsProducts(NDManager manager) {
        NDArray left = manager.full(new Shape(SIZE, SIZE), NEARLY_ONE);
        NDArray right = manager.full(new Shape(SIZE, SIZE), 1f / SIZE);
        return left.matMul(right).getFloat(0, 0) != NEARLY_ONE;
    }

    /** Whether images and filters of a convolution are rounded. */
    static boolean roundsConvolutions(NDManager manager) {
        NDArray images = manager.full(new Shape(1, SIZE, SIZE, SIZE), NEARLY_ONE);
        NDArray filters = manager.full(new Shape(SIZE, SIZE, KERNEL, KERNEL), 1f / (SIZE * KERNEL * KERNEL));
        return Conv2d.conv2d(images, filters).singletonOrThrow().getFloat(0, 0, 0, 0) != NEARLY_ONE;
    }
}
