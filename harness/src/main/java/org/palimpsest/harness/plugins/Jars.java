package org.palimpsest.harness.plugins;

import java.io.IOException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;

/** The jars of the plug-in folders: reads them all, and says of all of them at once what is wrong. */
final class Jars {
    private static final String PLUG_IN = "plug-in";
    private static final String NOTHING = "announces nothing: a plug-in holds a file in META-INF/services that names its classes, "
            + "or definitions in palimpsest/";
    private static final String UNPROCESSED = ". Its classes were probably compiled without the processor that writes that file for @AutoService: "
            + "javac needs -processor com.google.auto.service.processor.AutoServiceProcessor (from JDK 23 on it runs none by itself). "
            + "If it is a library, name it in the Class-Path of the manifest of the plug-in that needs it";

    private final ClassLoader harness;
    private final Collection<String> kinds;
    private final Problems problems;
    private final Map<Path, Optional<JarContent>> read = new LinkedHashMap<>();
    private final Map<String, String> ownerOfDefinition = new LinkedHashMap<>();
    private final Map<String, String> ownerOfClass = new LinkedHashMap<>();
    private final Set<Path> open = new LinkedHashSet<>();

    /**
     * Jars to be read.
     *
     * @param kinds services that are loaded jar by jar
     */
    Jars(ClassLoader harness, Collection<String> kinds, Problems problems) {
        this.harness = harness;
        this.kinds = kinds;
        this.problems = problems;
    }

    /** A loader for every jar in the folders that announces something. */
    List<JarLoader> loaders(List<Path> folders) {
        Set<Path> files = new LinkedHashSet<>();
        folders.forEach(folder -> files.addAll(jars(folder)));
        List<JarContent> jars = files.stream().flatMap(file -> content(file).stream()).toList();
        Set<Path> libraries = new HashSet<>();
        List<JarLoader> loaders = new ArrayList<>();
        for (JarContent jar : jars) {
            if (jar.announces()) {
                List<JarContent> own = libraries(jar);
                own.forEach(library -> libraries.add(library.file()));
                check(jar);
                loaders.add(new JarLoader(jar, own, harness));
            }
        }
        jars.stream().filter(jar -> !jar.announces() && !libraries.contains(jar.file()))
                .forEach(jar -> problems.at(jar.file().toString()).add(PLUG_IN, "", jar.hasClasses() ? NOTHING + UNPROCESSED : NOTHING));
        return loaders;
    }

    /** Folders and jars that code was loaded from and that anyone on this machine may change. */
    List<Path> open() {
        return List.copyOf(open);
    }

    private void noteIfOpen(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
                open.add(file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // it cannot be told here; whoever reads the jar says what is wrong with it
        }
    }

    private List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.toRealPath())) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            if (!jars.isEmpty()) {
                noteIfOpen(folder.toRealPath());
            }
            return jars;
        } catch (IOException e) {
            problems.at(folder.toString()).add(PLUG_IN, "", "cannot be read: " + e.getMessage());
            return List.of();
        }
    }

    private Optional<JarContent> content(Path file) {
        return read.computeIfAbsent(file, jar -> {
            noteIfOpen(jar);
            try {
                return Optional.of(JarContent.read(jar));
            } catch (IOException e) {
                problems.at(jar.toString()).add(PLUG_IN, "", "is no readable jar: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** What the manifest of a jar names, and the manifests of those name in turn. */
    private List<JarContent> libraries(JarContent plugIn) {
        Map<Path, JarContent> found = new LinkedHashMap<>(Map.of(plugIn.file(), plugIn));
        List<JarContent> left = new ArrayList<>(List.of(plugIn));
        while (!left.isEmpty()) {
            JarContent jar = left.remove(0);
            for (String written : jar.classPath()) {
                Optional<Path> file = named(written, jar).filter(Files::isRegularFile);
                if (file.isPresent()) {
                    content(file.get()).filter(library -> found.putIfAbsent(file.get(), library) == null).ifPresent(left::add);
                } else if (jar == plugIn) { // libraries often name what nobody needs
                    problems.at(jar.file().toString()).add("Class-Path", written, "is named by its manifest, but there is no such jar");
                }
            }
        }
        found.remove(plugIn.file());
        return List.copyOf(found.values());
    }

    /** Manifests name jars by addresses that are relative to their own. */
    private static Optional<Path> named(String written, JarContent jar) {
        try {
            return Optional.of(Path.of(jar.file().toUri().resolve(written)).normalize());
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty(); // no address, or not one of a file
        }
    }

    private void check(JarContent jar) {
        Problems here = problems.at(jar.file().toString());
        jar.services().forEach((service, classes) -> {
            if (!known(service)) {
                here.add(PLUG_IN, service, "is no service of this version of Palimpsest" + Names.suggestion(service, kinds));
            } else if (!kinds.contains(service)) {
                classes.forEach(name -> claim(ownerOfClass, name, jar)
                        .ifPresent(other -> here.add(service.substring(service.lastIndexOf('.') + 1), name, "is announced by " + other + ", too")));
            }
        });
        for (String definition : jar.definitions()) {
            Optional.ofNullable(harness.getResource(definition)).map(Jars::place).or(() -> claim(ownerOfDefinition, definition, jar))
                    .ifPresent(other -> here.add("definition", definition.substring(JarContent.DEFINITIONS.length()),
                            "has the same name as the one in " + other));
        }
    }

    private boolean known(String service) {
        try {
            Class.forName(service, false, harness);
            return true;
        } catch (ClassNotFoundException e) {
            return false; // which is what was asked
        }
    }

    /** The jar that claimed a name before. */
    private static Optional<String> claim(Map<String, String> owners, String name, JarContent jar) {
        return Optional.ofNullable(owners.putIfAbsent(name, jar.file().toString()));
    }

    /** The jar of the harness or the methods that a definition is in. */
    private static String place(URL definition) {
        return definition.getPath().replaceAll("^file:|!/.*", "");
    }
}
