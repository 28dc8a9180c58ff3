package org.palimpsest.datasets.cache;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/** Checksums of the chunks of a block of memory, taken on all cores. */
final class Checksums {
    private static final int CHUNK = 1 << 22;

    private Checksums() {}

    /** CRC-32C of every chunk, in order. */
    static int[] of(ByteBuffer block) {
        int chunks = (int) ((block.remaining() + (long) CHUNK - 1) / CHUNK);
        return IntStream.range(0, chunks).parallel().map(c -> of(block, c)).toArray();
    }

    private static int of(ByteBuffer block, int chunk) {
        int from = block.position() + chunk * CHUNK;
        CRC32C crc = new CRC32C();
        crc.update(block.slice(from, Math.min(CHUNK, block.limit() - from)));
        return (int) crc.getValue();
    }
}
