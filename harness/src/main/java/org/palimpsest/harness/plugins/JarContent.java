package org.palimpsest.harness.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What can be told of a jar without loading a class of it.
 *
 * @param file the jar
 * @param origin its name and digest
 * @param entries paths of the files in it
 * @param services names of our services that it announces classes for, with the names of the classes
 * @param classPath what its manifest names as the jars that it needs, as written there
 */
record JarContent(Path file, JarOrigin origin, SortedSet<String> entries, SortedMap<String, Set<String>> services, List<String> classPath) {
    /** Where our services are announced. */
    static final String SERVICES = "META-INF/services/org.palimpsest.";
    /** Where suites, benchmarks and the like are. */
    static final String DEFINITIONS = "palimpsest/";
    private static final String SERVICE_FOLDER = "META-INF/services/";

    /**
     * Reads a jar.
     *
     * @throws IOException if it cannot be read or is no jar
     */
    static JarContent read(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile()); InputStream bytes = Files.newInputStream(file)) {
            SortedSet<String> entries = jar.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
                    .collect(Collectors.toCollection(TreeSet::new));
            SortedMap<String, Set<String>> services = new TreeMap<>();
            for (String entry : below(SERVICES, entries)) {
                services.put(entry.substring(SERVICE_FOLDER.length()), classes(jar, entry));
            }
            return new JarContent(file, new JarOrigin(file.getFileName().toString(), DigestUtils.sha256Hex(bytes)), entries, services, classPath(jar));
        }
    }

    private static Set<String> classes(JarFile jar, String entry) throws IOException {
        try (InputStream in = jar.getInputStream(jar.getEntry(entry))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> classPath(JarFile jar) throws IOException {
        String written = Optional.ofNullable(jar.getManifest()).map(Manifest::getMainAttributes)
                .map(main -> main.getValue(Attributes.Name.CLASS_PATH)).orElse("");
        return written.isBlank() ? List.of() : List.of(written.strip().split("\\s+"));
    }

    /** Files that other jars must not have, too. */
    SortedSet<String> definitions() {
        return below(DEFINITIONS, entries);
    }

    /** Whether there is anything in it for Palimpsest. */
    boolean announces() {
        return !services.isEmpty() || !definitions().isEmpty();
    }

    /** Whether there is any code in it. */
    boolean hasClasses() {
        return entries.stream().anyMatch(entry -> entry.endsWith(".class"));
    }

    /** Whether it announces a class, for whatever service. */
    boolean announces(String className) {
        return services.values().stream().anyMatch(classes -> classes.contains(className));
    }

    /** Whether a file, or a folder with files in it, is in the jar; there need be no entry for the folder. */
    boolean has(String path) {
        return entries.contains(path) || !below(path.endsWith("/") ? path : path + "/", entries).isEmpty();
    }

    private static SortedSet<String> below(String prefix, SortedSet<String> entries) {
        return entries.subSet(prefix, prefix + Character.MAX_VALUE);
    }
}
