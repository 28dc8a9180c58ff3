package org.palimpsest.datasets.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.WeightArray;

/** Writes arrays as the safetensors library does: 32-bit floating-point numbers in the order of their names. */
public final class SafetensorsWriter {
    private static final int CHUNK = 1 << 16;
    private static final Map<String, String> FROM_TORCH = Map.of("format", "pt"); // what readers of Hugging Face's ask for

    private SafetensorsWriter() {}

    /**
     * Writes a file; what was there is replaced once all is written.
     *
     * @param arrays by name
     * @throws DatasetException if it cannot be written
     */
    public static void write(Path path, Map<String, WeightArray> arrays) {
        write(path, arrays, Map.of());
    }

    /**
     * As {@link #write(Path, Map)}, with what the file says of itself.
     *
     * @param metadata texts by name; {@code format} is there anyway
     */
    public static void write(Path path, Map<String, WeightArray> arrays, Map<String, String> metadata) {
        Map<String, WeightArray> sorted = new TreeMap<>(arrays);
        Path unfinished = path.resolveSibling(path.getFileName() + ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
                byte[] header = header(sorted, metadata);
                out.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
                out.write(header);
                for (WeightArray array : sorted.values()) {
                    write(out, array);
                }
            }
            Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DatasetException(path.toString(), "cannot be written: " + Reason.of(e), e);
        }
    }

    private static byte[] header(Map<String, WeightArray> arrays, Map<String, String> metadata) throws JsonProcessingException {
        Map<String, String> said = new LinkedHashMap<>(FROM_TORCH);
        metadata.forEach(said::putIfAbsent);
        Map<String, Object> entries = new LinkedHashMap<>();
        entries.put("__metadata__", said);
        long offset = 0;
        for (Map.Entry<String, WeightArray> array : arrays.entrySet()) {
            long end = offset + Float.BYTES * array.getValue().size();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", TensorType.F32.name());
            entry.put("shape", array.getValue().shape());
            entry.put("data_offsets", List.of(offset, end));
            entries.put(array.getKey(), entry);
            offset = end;
        }
        String json = JsonMapper.builder().build().writeValueAsString(entries);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        return (json + " ".repeat((Long.BYTES - bytes % Long.BYTES) % Long.BYTES)).getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, WeightArray array) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FloatBuffer numbers = bytes.asFloatBuffer();
        for (long from = 0; from < array.size(); from += CHUNK) {
            int count = (int) Math.min(CHUNK, array.size() - from);
            array.read(from, numbers.clear().limit(count));
            out.write(bytes.array(), 0, count * Float.BYTES);
        }
    }
}
