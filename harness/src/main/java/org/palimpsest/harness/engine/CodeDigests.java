package org.palimpsest.harness.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.harness.config.PlannedRun;

/**
 * Digests of the compiled code that makes a run, by module: of the data sets, the harness, and whatever on the class path holds the method and other parts.
 * Equal classes have equal digests, in a jar or a folder, whenever they were compiled. Plug-in jars have digests of their own.
 */
public final class CodeDigests {
    private static final Pattern OURS = Pattern.compile("org\\.palimpsest\\.(\\w+)\\..*");
    /** Rooms of the harness in which nothing happens that a run depends on. */
    private static final Pattern ASIDE = Pattern.compile("org/palimpsest/harness/(cli|bench|pool)/.*");
    /** The code of a process stays what it is. */
    private static final Map<URL, String> KNOWN = new ConcurrentHashMap<>();

    private CodeDigests() {}

    /** The digests, each of 64 hexadecimal digits, by the names of their modules. */
    public static Map<String, String> of(PlannedRun run) {
        List<Class<?>> code = new ArrayList<>(List.of(RandomStreams.class, CodeDigests.class, run.stream().getClass()));
        run.recipe().parts().forEach(part -> code.add(part.getClass()));
        run.stream().modules().forEach(part -> code.add(part.getClass()));
        SortedMap<String, String> digests = new TreeMap<>();
        for (Class<?> type : code) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (type.getClassLoader() == CodeDigests.class.getClassLoader() && source != null) {
                digests.put(module(type), KNOWN.computeIfAbsent(source.getLocation(), CodeDigests::digest));
            }
        }
        return digests;
    }

    private static String module(Class<?> type) {
        Matcher ours = OURS.matcher(type.getName());
        return ours.matches() ? ours.group(1) : type.getPackageName();
    }

    /** The digest of the classes of a jar or folder. */
    static String digest(URL location) {
        SortedMap<String, String> classes = new TreeMap<>();
        try {
            Path place = Path.of(location.toURI());
            if (Files.isDirectory(place)) {
                addFolder(place, classes);
            } else {
                addJar(place, classes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(location + " cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(location.toString(), e);
        }
        StringBuilder text = new StringBuilder();
        classes.forEach((name, content) -> text.append(name).append(' ').append(content).append('\n'));
        return DigestUtils.sha256Hex(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A jar lists lengths and checksums, so that nothing needs to be unpacked. */
    private static void addJar(Path jar, Map<String, String> classes) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream().filter(entry -> counts(entry.getName())).forEach(entry -> classes.put(entry.getName(), entry.getSize() + " " + entry.getCrc()));
        }
    }

    private static void addFolder(Path folder, Map<String, String> classes) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (counts(name)) {
                    byte[] bytes = Files.readAllBytes(file);
                    CRC32 crc = new CRC32();
                    crc.update(bytes);
                    classes.put(name, bytes.length + " " + crc.getValue());
                }
            }
        }
    }

    private static boolean counts(String name) {
        return name.endsWith(".class") && !ASIDE.matcher(name).matches();
    }
}
