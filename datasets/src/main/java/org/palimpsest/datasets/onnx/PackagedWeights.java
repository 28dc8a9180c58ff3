package org.palimpsest.datasets.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.Reason;

/** Weights that are installed together with Palimpsest, as a file in a library of their publisher's. */
public final class PackagedWeights {
    /** The sentence encoder all-MiniLM-L6-v2 (Apache License 2.0). */
    public static final String MINI_LM = "all-minilm-l6-v2";

    private PackagedWeights() {}

    /** Their names. */
    public static Set<String> names() {
        return Set.of(MINI_LM);
    }

    /**
     * Weights by name. Their file is read again when arrays are asked for after memory has run short.
     *
     * @param name one of {@link #names}
     * @throws DatasetException if the library is not on the class path, or is damaged
     */
    public static PretrainedWeights load(String name) {
        Supplier<byte[]> model = new Remembered(name + ".onnx");
        OnnxFile file = new OnnxFile(name + ".onnx", model);
        return new PretrainedWeights(name, DigestUtils.sha256Hex(model.get()), file.arrays());
    }

    /**
     * The tokenizer that goes with weights, as its authors published it (tokenizer.json).
     *
     * @param name one of {@link #names}
     * @throws DatasetException if the library is not on the class path
     */
    public static byte[] tokenizer(String name) {
        return read(name + "-tokenizer.json");
    }

    private static byte[] read(String file) {
        try (InputStream in = PackagedWeights.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new DatasetException(file, "is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DatasetException(file, "cannot be read: " + Reason.of(e), e);
        }
    }

    /** A file that stays in memory as long as there is enough of it. */
    private static final class Remembered implements Supplier<byte[]> {
        private final String file;
        private SoftReference<byte[]> content = new SoftReference<>(null);

        Remembered(String file) {
            this.file = file;
        }

        @Override
        public synchronized byte[] get() {
            byte[] bytes = content.get();
            if (bytes == null) {
                bytes = read(file);
                content = new SoftReference<>(bytes);
            }
            return bytes;
        }
    }
}
