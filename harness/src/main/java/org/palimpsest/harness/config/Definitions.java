package org.palimpsest.harness.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The YAML files of one kind (suites, benchmarks, streams or trainings): those in {@code palimpsest/<kind>/} of any jar, plug-ins
 * included, and any file that is named by its path.
 */
public final class Definitions {
    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

    private final String kind;
    private final SortedMap<String, URL> packaged = new TreeMap<>();

    /**
     * Looks for definitions.
     *
     * @param kind plural, e.g. {@code benchmarks}
     * @param loader sees the harness, the methods and the plug-ins
     */
    public Definitions(String kind, ClassLoader loader) {
        this.kind = kind;
        try {
            for (URL folder : Collections.list(loader.getResources("palimpsest/" + kind))) {
                for (String file : files(folder)) {
                    packaged.putIfAbsent(file.substring(0, file.length() - ".yaml".length()),
                            loader.getResource("palimpsest/" + kind + "/" + file));
                }
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("cannot list the packaged " + kind, e);
        }
    }

    private static List<String> files(URL folder) throws IOException, URISyntaxException {
        List<String> names;
        if (folder.openConnection() instanceof JarURLConnection jar) {
            // a jar need not hold an entry for the folder, so the connection itself may have nothing to connect to
            String prefix = jar.getEntryName() + "/";
            try (JarFile file = new JarFile(new File(jar.getJarFileURL().toURI()))) {
                names = file.stream().map(e -> e.getName()).filter(n -> n.startsWith(prefix)).map(n -> n.substring(prefix.length())).toList();
            }
        } else {
            try (Stream<Path> paths = Files.list(Path.of(folder.toURI()))) {
                names = paths.map(p -> p.getFileName().toString()).toList();
            }
        }
        return names.stream().filter(n -> n.endsWith(".yaml") && !n.contains("/")).toList();
    }

    /** Names of the packaged definitions, sorted. */
    public List<String> names() {
        return List.copyOf(packaged.keySet());
    }

    /** Whether there is a packaged definition of that name. */
    boolean isPackaged(String name) {
        return packaged.containsKey(name);
    }

    /** Whether there is a packaged definition or a file of that name. */
    public boolean contains(String name) {
        return packaged.containsKey(name) || isFile(name);
    }

    private static boolean isFile(String name) {
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.exists(Path.of(name));
    }

    /** The text of a definition. */
    public Optional<String> text(String name) {
        try (InputStream in = open(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidInputException(List.of(new Problem(name, "", "", "cannot be read: " + e.getMessage())));
        }
    }

    private InputStream open(String name) throws IOException {
        if (packaged.containsKey(name)) {
            URLConnection connection = packaged.get(name).openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        }
        return isFile(name) ? Files.newInputStream(Path.of(name)) : null;
    }

    /** What errors call this definition: its file. */
    public String source(String name) {
        return isFile(name) && !packaged.containsKey(name) ? name : kind + "/" + name + ".yaml";
    }

    /** The name that a file's author meant: files named in a file are relative to its folder. */
    String relativeTo(String askingFile, String name) {
        if (packaged.containsKey(name) || !isFile(askingFile)) {
            return name;
        }
        Path beside = Path.of(askingFile).resolveSibling(name);
        return isFile(beside.toString()) ? beside.toString() : name;
    }

    /** Parses a definition into raw values; a problem is added if there is none or it is not a YAML section. */
    public Optional<Values> values(String name, String askedBy, String key, Problems problems) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            String singular = kind.substring(0, kind.length() - 1);
            problems.at(askedBy).add(key, name, "unknown " + singular + Names.suggestion(name, names()));
            return Optional.empty();
        }
        if (text.get().lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
            problems.at(source(name)).add("", "", "is empty");
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = YAML.readValue(text.get(), Map.class);
            return Optional.of(new Values(map == null ? Map.of() : map, source(name)));
        } catch (JsonProcessingException e) {
            problems.add(notYaml(source(name), e));
        }
        return Optional.empty();
    }

    private static Problem notYaml(String source, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException cause && cause.getProblemMark() != null) {
            String line = "line " + (cause.getProblemMark().getLine() + 1);
            return new Problem(source, line, "", "is not a YAML section: " + cause.getProblem());
        }
        String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr();
        return new Problem(source, line, "", "is not a YAML section: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
}
