package org.palimpsest.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A plug-in jar in the making; the classes it announces are those of the tests, so that it need not hold them. */
public final class PluginJar {
    private final Map<String, String> files = new LinkedHashMap<>();

    /** Announces implementations of a service. */
    public PluginJar service(Class<?> type, Class<?>... implementations) {
        return service(type, Arrays.stream(implementations).map(Class::getName).toArray(String[]::new));
    }

    /** Announces classes that need not exist. */
    public PluginJar service(Class<?> type, String... implementations) {
        return file("META-INF/services/" + type.getName(), Arrays.stream(implementations).collect(Collectors.joining("\n")));
    }

    public PluginJar file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** Writes the jar into a folder, with an entry for every folder in it, as the jar tool does. */
    public Path write(Path folder, String name) throws IOException {
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            files.forEach((path, text) -> {
                for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                    entries.put(path.substring(0, slash + 1), new byte[0]);
                }
                entries.put(path, text.getBytes(StandardCharsets.UTF_8));
            });
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }
}
