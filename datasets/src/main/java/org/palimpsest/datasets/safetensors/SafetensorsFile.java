package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.WeightArray;

/**
 * A file of named arrays: the length of a header in 8 bytes, the header, which is JSON, and the arrays, one behind the other (format safetensors, as its
 * library of version 0.8.0 writes it). Everything in the header is checked against the file before any of it is believed.
 */
public final class SafetensorsFile {
    private static final long LONGEST_HEADER = 100_000_000; // the library's own limit
    private static final int MOST_MAPPED = 1 << 26; // numbers at once
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Path path;
    private final long start; // of the first array
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /**
     * Reads a header.
     *
     * @throws DatasetException if it cannot be read, or is damaged
     */
    public SafetensorsFile(Path path) {
        this.path = path;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = headerLength(file);
            start = Long.BYTES + length;
            byte[] header = new byte[(int) length];
            fill(file, ByteBuffer.wrap(header), Long.BYTES);
            JsonNode entries = JSON.readTree(header);
            if (!entries.isObject()) {
                throw damaged("its header is no JSON object");
            }
            long room = file.size() - start;
            entries.fields().forEachRemaining(entry -> {
                if (entry.getKey().equals(METADATA)) {
                    entry.getValue().fields().forEachRemaining(value -> metadata.put(value.getKey(), value.getValue().asText()));
                } else {
                    tensors.put(entry.getKey(), TensorInfo.read(path.toString(), entry.getKey(), entry.getValue(), room));
                }
            });
            requireNoGaps(room);
        } catch (JsonProcessingException e) {
            throw damaged("its header is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private long headerLength(FileChannel file) throws IOException {
        if (file.size() < Long.BYTES) {
            throw damaged("it has " + file.size() + " bytes, fewer than the 8 that every such file begins with");
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, length, 0);
        long bytes = length.getLong(0);
        if (bytes < 2 || bytes > Math.min(LONGEST_HEADER, file.size() - Long.BYTES)) {
            throw damaged("its header is said to take " + Long.toUnsignedString(bytes) + " bytes, and the file has " + file.size());
        }
        return bytes;
    }

    private static void fill(FileChannel file, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("it ends too early");
            }
        }
    }

    /** Arrays lie one behind the other: none over another, nothing between them and nothing behind. */
    private void requireNoGaps(long room) {
        long end = 0;
        for (TensorInfo tensor : tensors.values().stream().sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end)).toList()) {
            if (tensor.begin() != end) {
                throw damaged("array '" + tensor.name() + "' begins at " + tensor.begin() + ", and the one before it ends at " + end);
            }
            end = tensor.end();
        }
        if (end != room) {
            throw damaged("its arrays take " + end + " bytes, and there are " + room);
        }
    }

    /** What the file says of itself. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /**
     * The arrays of floating-point numbers by name, in the order of the header; they are read when they are asked for, from memory that the file is mapped
     * to. Whole numbers and truth values are left out: they are no weights.
     *
     * @throws DatasetException if there are floating-point numbers of a type that is not read
     */
    public Map<String, WeightArray> arrays() {
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        for (TensorInfo tensor : tensors.values()) {
            if (tensor.type().isFloat() && !tensor.type().isRead()) {
                throw new DatasetException(path.toString(), "array '" + tensor.name() + "' is of type " + tensor.type()
                        + ", and F64, F32, F16 and BF16 are read");
            }
            if (tensor.type().isRead()) {
                arrays.put(tensor.name(), new WeightArray(tensor.shape(), (from, to) -> read(tensor, from, to)));
            }
        }
        return arrays;
    }

    private void read(TensorInfo tensor, long from, FloatBuffer to) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long position = start + tensor.begin() + from * tensor.type().bytes();
            while (to.hasRemaining()) {
                int numbers = Math.min(to.remaining(), MOST_MAPPED / tensor.type().bytes());
                long bytes = (long) numbers * tensor.type().bytes();
                if (position + bytes > file.size()) {
                    throw damaged("it has become shorter");
                }
                ByteBuffer mapped = file.map(FileChannel.MapMode.READ_ONLY, position, bytes).order(ByteOrder.LITTLE_ENDIAN);
                FloatBuffer part = to.duplicate().limit(to.position() + numbers);
                tensor.type().read(mapped, part);
                to.position(part.position());
                position += bytes;
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private DatasetException damaged(String what) {
        return new DatasetException(path.toString(), "is damaged: " + what);
    }

    private DatasetException unreadable(IOException e) {
        return new DatasetException(path.toString(), "cannot be read: " + Reason.of(e), e);
    }
}
