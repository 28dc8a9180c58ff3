package org.palimpsest.datasets.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.palimpsest.datasets.fetch.Disk;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * One decoded data set in a file: a head of 16 bytes (magic number, length and checksum of the description), the description
 * (key, info, digest, labels and the checksums of the pixels' chunks), then the pixels of the training and of the test part,
 * each from the next multiple of 4096 bytes on. Nothing reads the gaps between, so nothing verifies them.
 */
final class CacheFile {
    /** The letters PALIMP and a version, to be raised whenever the format changes or decoding would give other pixels. */
    static final long MAGIC = 0x50414c494d500005L;
    private static final int HEAD = 16;
    private static final int LARGEST_DESCRIPTION = 1 << 28;
    private static final int PAGE = 4096;

    private CacheFile() {}

    /** Writes a file as a whole or not at all: whoever opens it sees nothing of it before it is complete and on disk. */
    static void write(Path file, CacheKey key, ImageDataset dataset) throws IOException {
        byte[] description = description(key, dataset);
        ByteBuffer head = ByteBuffer.allocate(HEAD).putLong(MAGIC).putInt(description.length).putInt(crc(description)).flip();
        Path place = Disk.place(file);
        Path part = Files.createTempFile(place.getParent(), place.getFileName() + ".", ".part");
        try {
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                writeFully(out, head, 0);
                writeFully(out, ByteBuffer.wrap(description), HEAD);
                long train = page((long) HEAD + description.length);
                long test = page(train + dataset.train().pixels().remaining());
                writeFully(out, dataset.train().pixels(), train);
                writeFully(out, dataset.test().pixels(), test);
                out.force(true);
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeFully(FileChannel out, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += out.write(bytes, position);
        }
    }

    /**
     * Maps a file into memory, after verifying all of it.
     *
     * @throws IOException if it cannot be read or is not exactly what was written for the key
     */
    static ImageDataset read(Path file, CacheKey key) throws IOException {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = read(in, 0, HEAD);
            require(head.getLong() == MAGIC, "is of another format");
            int length = head.getInt();
            int crc = head.getInt();
            require(length > 0 && length <= LARGEST_DESCRIPTION, "has a damaged head");
            byte[] description = read(in, HEAD, length).array();
            require(crc(description) == crc, "has a damaged description");
            return read(in, page((long) HEAD + length), new DataInputStream(new ByteArrayInputStream(description)), key);
        }
    }

    private static ImageDataset read(FileChannel in, long start, DataInputStream description, CacheKey key) throws IOException {
        CacheKey found = new CacheKey(description.readUTF(), description.readUTF(), description.readUTF());
        require(found.equals(key), "is of other data");
        String sha256 = description.readUTF();
        ElementType type = ElementType.valueOf(description.readUTF());
        DatasetInfo info = DatasetInfoCodec.read(description);
        int[] trainLabels = numbers(description);
        int[] testLabels = numbers(description);
        long trainBytes = (long) trainLabels.length * info.shape().size() * type.bytes();
        long testBytes = (long) testLabels.length * info.shape().size() * type.bytes();
        long testStart = page(start + trainBytes);
        long end = testBytes == 0 ? start + trainBytes : testStart + testBytes;
        require(in.size() == end, "is too short or too long");
        ByteBuffer train = pixels(in, start, trainBytes, numbers(description));
        ByteBuffer test = pixels(in, testStart, testBytes, numbers(description));
        return new ImageDataset(info, new LabelledImages(info.shape(), type, train, trainLabels),
                new LabelledImages(info.shape(), type, test, testLabels), sha256);
    }

    private static ByteBuffer pixels(FileChannel in, long start, long length, int[] checksums) throws IOException {
        if (length == 0) {
            return ByteBuffer.allocate(0);
        }
        ByteBuffer mapped = in.map(MapMode.READ_ONLY, start, length);
        require(Arrays.equals(Checksums.of(mapped), checksums), "has damaged pixels");
        return mapped;
    }

    private static byte[] description(CacheKey key, ImageDataset dataset) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key.dataset());
        out.writeUTF(key.sourceSha256());
        out.writeUTF(key.settings());
        out.writeUTF(dataset.sha256());
        out.writeUTF(dataset.train().type().name());
        DatasetInfoCodec.write(dataset.info(), out);
        numbers(dataset.train().labels(), out);
        numbers(dataset.test().labels(), out);
        numbers(Checksums.of(dataset.train().pixels()), out);
        numbers(Checksums.of(dataset.test().pixels()), out);
        return bytes.toByteArray();
    }

    private static void numbers(int[] numbers, DataOutputStream out) throws IOException {
        out.writeInt(numbers.length);
        byte[] bytes = new byte[numbers.length * Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().put(numbers);
        out.write(bytes);
    }

    private static int[] numbers(DataInputStream in) throws IOException {
        int count = in.readInt();
        // a length is believed only once the bytes for it are there
        require(count >= 0 && count <= in.available() / Integer.BYTES, "has a damaged description");
        int[] numbers = new int[count];
        ByteBuffer.wrap(in.readNBytes(count * Integer.BYTES)).asIntBuffer().get(numbers);
        return numbers;
    }

    private static ByteBuffer read(FileChannel in, long from, int length) throws IOException {
        require(in.size() >= from + length, "is cut off");
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            require(in.read(bytes, from + bytes.position()) >= 0, "is cut off");
        }
        return bytes.flip();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static long page(long position) {
        return (position + PAGE - 1) / PAGE * PAGE;
    }

    private static void require(boolean sound, String otherwise) throws IOException {
        if (!sound) {
            throw new IOException(otherwise);
        }
    }
}
