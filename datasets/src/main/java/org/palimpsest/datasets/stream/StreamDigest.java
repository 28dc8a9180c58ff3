package org.palimpsest.datasets.stream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Function;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SHA-256 over a canonical encoding of a realised image stream. Text is UTF-8; numbers are big-endian, floats by their
 * IEEE 754 bits; every array is preceded by its length. Examples and pixel maps go in by their own digests, so that
 * those which a task shares with the one before need not be hashed again. Version 1 leaves out what the data set and the
 * declaration tell; version 2, for streams of which they do not tell it all, has everything.
 */
final class StreamDigest {

    private final MessageDigest sha = DigestUtils.getSha256Digest();
    private final Latest<int[]> train = new Latest<>(StreamDigest::of);
    private final Latest<int[]> trainLabels = new Latest<>(StreamDigest::of);
    private final Latest<int[]> test = new Latest<>(StreamDigest::of);
    private final Latest<int[]> testLabels = new Latest<>(StreamDigest::of);
    private final Latest<PixelMap> pixels = new Latest<>(StreamDigest::of);

    private StreamDigest() {}

    static String of(ImageStream stream) {
        StreamDigest digest = new StreamDigest();
        digest.add(stream);
        return Hex.encodeHexString(digest.sha.digest());
    }

    private void add(ImageStream stream) {
        String datasetSha256 = stream.dataset().sha256();
        boolean plain = stream.spec().plain();
        text("palimpsest image stream " + (plain ? 1 : 2));
        text(stream.spec().digest(stream.dataset()));
        text(datasetSha256);
        sha.update(bytes(stream.classOrder()));
        sha.update(bytes(new int[] {stream.size()}));
        for (int t = 0; t < stream.size(); t++) {
            ImageTask task = stream.task(t);
            sha.update(bytes(task.classes()));
            sha.update(train.digest(task.train().indices()));
            sha.update(test.digest(task.test().indices()));
            sha.update(pixels.digest(task.pixels()));
            if (!plain) {
                rest(task);
            }
        }
    }

    private void rest(ImageTask task) {
        sha.update(bytes(task.testClasses()));
        sha.update(trainLabels.digest(task.train().labels()));
        sha.update(testLabels.digest(task.test().labels()));
        sha.update(bytes(new int[] {task.test().part().ordinal(), task.ordered() ? 1 : 0}));
    }

    private void text(String text) {
        sha.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] of(int[] numbers) {
        return DigestUtils.sha256(bytes(numbers));
    }

    private static byte[] of(PixelMap pixels) {
        MessageDigest map = DigestUtils.getSha256Digest();
        for (int k = 0; k < pixels.taps(); k++) {
            map.update(bytes(pixels.index()[k]));
            map.update(bytes(pixels.weight()[k]));
        }
        return map.digest();
    }

    private static byte[] bytes(int[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES * (numbers.length + 1));
        buffer.putInt(numbers.length).asIntBuffer().put(numbers);
        return buffer.array();
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Integer.BYTES + Float.BYTES * numbers.length);
        buffer.putInt(numbers.length).asFloatBuffer().put(numbers);
        return buffer.array();
    }

    /** Remembers the digest of the last object, which is known again by identity. */
    private static final class Latest<T> {

        private final Function<T, byte[]> hash;
        private Object last = this;
        private byte[] digest = {};

        Latest(Function<T, byte[]> hash) {
            this.hash = hash;
        }

        byte[] digest(T value) {
            if (value != last) {
                digest = hash.apply(value);
                last = value;
            }
            return digest;
        }
    }
}
