package org.palimpsest.datasets.cache;

import static org.testng.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.testng.annotations.Test;

/** Checksums of chunks of 4 MiB. */
public class ChecksumsTest {
    private static final int CHUNK = 1 << 22;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 1000);
        }
        return bytes;
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    public void areThatOfTheWellKnownCheckString() {
        assertEquals(Checksums.of(ByteBuffer.wrap("123456789".getBytes(StandardCharsets.US_ASCII))), new int[] {0xe3069283});
    }

    @Test
    public void everyChunkHasOneUpToTheBorders() {
        byte[] bytes = bytes(2 * CHUNK + 1);
        assertEquals(Checksums.of(ByteBuffer.allocate(0)), new int[0]);
        for (int length : new int[] {1, CHUNK - 1, CHUNK}) {
            assertEquals(Checksums.of(ByteBuffer.wrap(Arrays.copyOf(bytes, length))), new int[] {crc(bytes, 0, length)});
        }
        assertEquals(Checksums.of(ByteBuffer.wrap(bytes)),
                new int[] {crc(bytes, 0, CHUNK), crc(bytes, CHUNK, 2 * CHUNK), crc(bytes, 2 * CHUNK, bytes.length)});
    }

    @Test
    public void onlyWhatLiesBetweenPositionAndLimitCounts() {
        byte[] bytes = bytes(CHUNK + 100);
        ByteBuffer part = ByteBuffer.wrap(bytes).position(10).limit(CHUNK + 50);
        assertEquals(Checksums.of(part), new int[] {crc(bytes, 10, CHUNK + 10), crc(bytes, CHUNK + 10, CHUNK + 50)});
    }
}
