package org.palimpsest.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes plug-ins the way their authors do: one source file, compiled against the harness alone, put into a jar. */
final class PluginJar {
    /** Named, as the README has it: newer compilers run none by themselves. */
    private static final String PROCESSOR = "com.google.auto.service.processor.AutoServiceProcessor";

    private PluginJar() {}

    /** The source of a plug-in among the test resources. */
    static Path source(String name) {
        try {
            return Path.of(PluginJar.class.getResource("/plugins/" + name + ".java").toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compiles {@code <name>.java} and writes {@code <folder>/<name>.jar}. */
    static Path build(String name, Path folder) {
        return build(source(name), folder);
    }

    /** Compiles one file and writes the jar of its name into a folder. */
    static Path build(Path source, Path folder) {
        Path classes = Folders.temporary(PluginJar.class);
        try {
            compile(source, classes);
            return jar(classes, Files.createDirectories(folder).resolve(source.getFileName().toString().replace(".java", ".jar")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(classes);
        }
    }

    private static void compile(Path source, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of("-d", classes.toString(), "-processor", PROCESSOR, "-Xlint:all,-processing,-serial", "-Werror", "-cp", withoutMethods());
        if (!compiler.getTask(messages, null, null, options, null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source)).call()) {
            throw new AssertionError(source + " does not compile:\n" + messages);
        }
    }

    /** The class path that plug-ins are compiled with: all but the methods. */
    static String withoutMethods() {
        List<String> entries = Palimpsest.classPath();
        List<String> kept = entries.stream().filter(e -> !e.replace('\\', '/').matches(".*/methods(/target/.*|-[^/]*\\.jar)")).toList();
        if (kept.size() != entries.size() - 1) {
            throw new AssertionError("the methods' class path entry is not among " + entries);
        }
        return kept.stream().collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static Path jar(Path classes, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); JarOutputStream jar = new JarOutputStream(out)) {
            for (Path path : Folders.tree(classes)) {
                if (Files.isRegularFile(path)) {
                    jar.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
                    Files.copy(path, jar);
                }
            }
        }
        return file;
    }
}
