package org.palimpsest.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;

/** Features of one's own for tests, as NumPy leaves them: rows of four numbers, of which those of a class lie around a point of its own. */
final class Features {
    private static final int WIDTH = 4;

    private Features() {}

    /** Writes a folder with so many rows of each class. */
    static Path write(Path folder, int[] train, int[] test) {
        try {
            Files.createDirectories(folder);
            part(folder, "train", train);
            part(folder, "test", test);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void part(Path folder, String part, int[] rows) throws IOException {
        int[] labels = IntStream.range(0, rows.length).flatMap(c -> IntStream.generate(() -> c).limit(rows[c])).toArray();
        ByteBuffer x = ByteBuffer.allocate(Float.BYTES * WIDTH * labels.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer y = ByteBuffer.allocate(Long.BYTES * labels.length).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(part.hashCode());
        for (int label : labels) {
            new Random(label).doubles(WIDTH).forEach(middle -> x.putFloat((float) (4 * middle + random.nextGaussian() / 4)));
            y.putLong(label);
        }
        array(folder.resolve("X_" + part + ".npy"), "<f4", labels.length + ", " + WIDTH, x);
        array(folder.resolve("y_" + part + ".npy"), "<i8", labels.length + ",", y);
    }

    /** Version 1.0 of the format: the header, its length included, fills whole blocks of 64 bytes. */
    private static void array(Path file, String type, String shape, ByteBuffer values) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        byte[] padded = (header + " ".repeat(length - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer all = ByteBuffer.allocate(10 + length + values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        all.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) length).put(padded).put(values.flip());
        Files.write(file, all.array());
    }
}
