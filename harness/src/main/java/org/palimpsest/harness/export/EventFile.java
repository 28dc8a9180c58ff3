package org.palimpsest.harness.export;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A file of events as TensorBoard reads it: records of TensorFlow's format (length, its checksum, content, its checksum), each a protocol buffer of the type
 * {@code tensorflow.Event}, of which four fields are written (event.proto and summary.proto of TensorFlow 2).
 */
final class EventFile {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int ROTATION = 15;

    private final OutputStream out;
    private final double seconds;

    /**
     * Begins a file.
     *
     * @param seconds since 1970, the time of all its events
     */
    EventFile(OutputStream out, double seconds) throws IOException {
        this.out = out;
        this.seconds = seconds;
        write(event(0, Optional.empty()));
    }

    /** Appends a number. */
    void add(Scalar scalar) throws IOException {
        write(event(scalar.step(), Optional.of(scalar)));
    }

    private byte[] event(long step, Optional<Scalar> scalar) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream event = CodedOutputStream.newInstance(bytes);
        event.writeDouble(WALL_TIME, seconds);
        if (scalar.isEmpty()) {
            event.writeString(FILE_VERSION, "brain.Event:2");
        } else {
            event.writeInt64(STEP, step);
            event.writeByteArray(SUMMARY, message(VALUE, value(scalar.get())));
        }
        event.flush();
        return bytes.toByteString().toByteArray();
    }

    private static byte[] value(Scalar scalar) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream value = CodedOutputStream.newInstance(bytes);
        value.writeString(TAG, scalar.tag());
        value.writeFloat(SIMPLE_VALUE, (float) scalar.value());
        value.flush();
        return bytes.toByteString().toByteArray();
    }

    private static byte[] message(int field, byte[] content) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        message.writeByteArray(field, content);
        message.flush();
        return bytes.toByteString().toByteArray();
    }

    private void write(byte[] record) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(record.length).array();
        out.write(length);
        out.write(checksum(length));
        out.write(record);
        out.write(checksum(record));
    }

    /** CRC-32C, rotated and with a number added, so that a checksum of what holds checksums stays one. */
    private static byte[] checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        int masked = Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK_DELTA;
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
    }
}
