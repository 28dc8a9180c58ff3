package org.palimpsest.harness.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.UserPath;

/**
 * The YAML files of one kind (suites, benchmarks, streams or trainings): those in {@code palimpsest/<kind>/} of any jar, plug-ins
 * included, and any file that is named by its path.
 */
public final class Definitions {
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
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && UserPath.parse(name).filter(Files::exists).isPresent();
    }

    /** Whether a name was meant as that of a file, to which no packaged name is near. */
    static boolean isPath(String name) {
        return name.contains("/") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * The text of a definition.
     *
     * @throws InvalidInputException if there is one that cannot be read
     */
    public Optional<String> text(String name) {
        Problems problems = new Problems();
        Optional<String> text = text(name, problems);
        problems.throwIfAny();
        return text;
    }

    private Optional<String> text(String name, Problems problems) {
        try (InputStream in = open(name)) {
            return in == null ? Optional.empty() : Yaml.text(in.readNBytes(Yaml.LARGEST + 1), problems.at(source(name)));
        } catch (IOException e) {
            problems.at(source(name)).add("", "", "cannot be read: " + Reason.of(e));
            return Optional.empty();
        }
    }

    private InputStream open(String name) throws IOException {
        if (packaged.containsKey(name)) {
            URLConnection connection = packaged.get(name).openConnection();
            connection.setUseCaches(false);
            return connection.getInputStream();
        }
        if (!isFile(name)) {
            return null;
        }
        Path file = UserPath.parse(name).orElseThrow();
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(name, null, Files.isDirectory(file) ? "is a folder" : "is no regular file");
        }
        return Files.newInputStream(file);
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
        return UserPath.beside(askingFile, name).map(Path::toString).filter(Definitions::isFile).orElse(name);
    }

    /** The name that a file's author meant, as it can be written anywhere. */
    String fromAnywhere(String askingFile, String name) {
        String meant = relativeTo(askingFile, name);
        return packaged.containsKey(meant) || !isFile(meant) ? meant : Path.of(meant).toAbsolutePath().normalize().toString();
    }

    /** Parses a definition into raw values; a problem is added if there is none or it is not a YAML section. */
    public Optional<Values> values(String name, String askedBy, String key, Problems problems) {
        if (!contains(name)) {
            String singular = kind.substring(0, kind.length() - 1);
            problems.at(askedBy).add(key, name, "unknown " + singular + (isPath(name)
                    ? ": there is no such file, ending in .yaml or .yml" + Names.didYouMean(name, names())
                    : Names.suggestion(name, names(), "'palimpsest list " + kind + "' shows all")));
            return Optional.empty();
        }
        return text(name, problems).flatMap(text -> Yaml.section(text, problems.at(source(name)))).map(tree -> new Values(tree, source(name)));
    }
}
