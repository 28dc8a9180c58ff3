package org.palimpsest.datasets.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * SHA-256 over what a data set holds, whatever files it was read from: the text {@code palimpsest data set 1}, how many classes
 * there are and their names; then of the training and of the test part the shape as {@code CxHxW}, the name of the
 * {@link ElementType}, how many images there are, their labels and their pixels. Text is UTF-8 and preceded by its length in
 * bytes, numbers are four bytes and big-endian; pixels go in as the digests of their blocks of 16 MiB, so that all cores can
 * share the work.
 */
public final class ContentDigest {

    private static final int BLOCK = 1 << 24;

    private final MessageDigest sha = DigestUtils.getSha256Digest();

    private ContentDigest() {}

    /**
     * The digest of a data set.
     *
     * @param classNames names of the classes, in the order of their labels
     * @param train the training part
     * @param test the test part
     * @return 64 hexadecimal digits
     */
    public static String of(List<String> classNames, LabelledImages train, LabelledImages test) {
        ContentDigest digest = new ContentDigest();
        digest.text("palimpsest data set 1");
        digest.number(classNames.size());
        classNames.forEach(digest::text);
        digest.part(train);
        digest.part(test);
        return Hex.encodeHexString(digest.sha.digest());
    }

    private void part(LabelledImages images) {
        text(images.shape().toString());
        text(images.type().name());
        int[] labels = images.labels();
        number(labels.length);
        ByteBuffer bytes = ByteBuffer.allocate(labels.length * Integer.BYTES);
        bytes.asIntBuffer().put(labels);
        sha.update(bytes);
        ByteBuffer pixels = images.pixels();
        int blocks = (int) ((pixels.remaining() + (long) BLOCK - 1) / BLOCK);
        IntStream.range(0, blocks).parallel().mapToObj(b -> block(images.pixels(), b)).toList().forEach(sha::update);
    }

    private static byte[] block(ByteBuffer pixels, int block) {
        int from = block * BLOCK;
        MessageDigest own = DigestUtils.getSha256Digest();
        own.update(pixels.slice(from, Math.min(BLOCK, pixels.remaining() - from)));
        return own.digest();
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        sha.update(bytes);
    }

    private void number(int number) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
    }
}
