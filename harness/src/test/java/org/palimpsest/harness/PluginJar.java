package org.palimpsest.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar in the making; the classes it announces may be those of the tests, so that it need not hold them, or be compiled for it. */
public final class PluginJar {
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<JavaFileObject> sources = new ArrayList<>();
    private boolean folders = true;

    /** Announces implementations of a service. */
    public PluginJar service(Class<?> type, Class<?>... implementations) {
        return service(type, Arrays.stream(implementations).map(Class::getName).toArray(String[]::new));
    }

    /** Announces classes that need not exist. */
    public PluginJar service(Class<?> type, String... implementations) {
        return file("META-INF/services/" + type.getName(), Arrays.stream(implementations).collect(Collectors.joining("\n")));
    }

    public PluginJar file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    public PluginJar file(String path, byte[] bytes) {
        files.put(path, bytes);
        return this;
    }

    /** Says in its manifest which jars it needs. */
    public PluginJar needs(String classPath) {
        return file("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nClass-Path: " + classPath + "\n");
    }

    /** A public class, compiled against the harness and the other classes of this jar. */
    public PluginJar java(String className, String source) {
        sources.add(new SimpleJavaFileObject(URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        });
        return this;
    }

    /** Leaves out the entries for folders. */
    public PluginJar withoutFolders() {
        folders = false;
        return this;
    }

    /** Writes the jar into a folder, with an entry for every folder in it, as the jar tool does. */
    public Path write(Path folder, String name) throws IOException {
        if (!sources.isEmpty()) {
            compile();
        }
        Path jar = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar); ZipOutputStream zip = new ZipOutputStream(out)) {
            Map<String, byte[]> entries = new LinkedHashMap<>();
            files.forEach((path, bytes) -> {
                for (int slash = path.indexOf('/'); folders && slash >= 0; slash = path.indexOf('/', slash + 1)) {
                    entries.put(path.substring(0, slash + 1), new byte[0]);
                }
                entries.put(path, bytes);
            });
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return jar;
    }

    private void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-cp", System.getProperty("java.class.path"));
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        JavaFileManager manager = new ForwardingJavaFileManager<JavaFileManager>(compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
                String path = className.replace('.', '/') + ".class";
                return new SimpleJavaFileObject(URI.create("bytes:///" + path), kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        return classes.computeIfAbsent(path, p -> new ByteArrayOutputStream());
                    }
                };
            }
        };
        if (!compiler.getTask(null, manager, null, options, null, sources).call()) {
            throw new AssertionError("does not compile");
        }
        classes.forEach((path, bytes) -> files.put(path, bytes.toByteArray()));
    }
}
