package org.palimpsest.harness.engine;

import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The native library that the environment asks the engine to load. The engine itself takes the one for the CPU that comes with it, without
 * a word, where there is none such.
 */
public final class NativeLibrary {
    private static final String PATH = "PYTORCH_LIBRARY_PATH";
    private static final String VERSION = "PYTORCH_VERSION";
    private static final String FLAVOUR = "PYTORCH_FLAVOR";
    private static final String TORCH = System.mapLibraryName("torch");
    private static final String CUDA = System.mapLibraryName("torch_cuda");
    private static final String BINDING = System.mapLibraryName("djl_torch");
    /** What the engine has a binding for, under the names that it goes by. */
    private static final List<String> FLAVOURS = List.of("cpu", "cu128");

    private final UnaryOperator<String> variables;
    private final String version;
    private final String engine;

    /**
     * A library that some variables ask for.
     *
     * @param variables value by name, or null
     * @param version of PyTorch that the engine is built for
     * @param engine version of the engine itself
     */
    public NativeLibrary(UnaryOperator<String> variables, String version, String engine) {
        this.variables = variables;
        this.version = version;
        this.engine = engine;
    }

    /** What the environment of this process says. */
    public static NativeLibrary asked() {
        Platform platform = Platform.detectPlatform("pytorch");
        return new NativeLibrary(Utils::getEnvOrSystemProperty, platform.getVersion().replaceFirst("-.*", ""), platform.getApiVersion());
    }

    /** The version that the engine is built for. */
    public String version() {
        return version;
    }

    /** Whether a library for NVIDIA GPUs is asked for. */
    public boolean cuda() {
        return value(FLAVOUR).startsWith("cu");
    }

    /** Why the library that is asked for cannot be the one that is loaded, each reason with its variable; nothing if it can, or none is asked for. */
    public List<String> obstacles() {
        List<String> found = new ArrayList<>();
        String path = value(PATH);
        String flavour = value(FLAVOUR);
        Optional<Path> folder = folder();
        if (!path.isEmpty() && folder.isEmpty()) {
            found.add(PATH + "=" + path + ": " + whyNoFolder(path));
        }
        if (!value(VERSION).isEmpty() && !value(VERSION).equals(version)) {
            found.add(VERSION + "=" + value(VERSION) + ": the engine is built for " + version + " and works with no other");
        }
        boolean bound = folder.map(this::hasBinding).orElse(false);
        if (!flavour.isEmpty() && !FLAVOURS.contains(flavour) && !bound) {
            found.add(FLAVOUR + "=" + flavour + ": must be one of " + String.join(", ", FLAVOURS));
        } else if (cuda() && path.isEmpty()) {
            found.add(FLAVOUR + "=" + flavour + ": names a library for CUDA, and none comes with the engine; set " + PATH + " to its folder");
        } else if (cuda() && folder.isPresent() && !Files.exists(folder.get().resolve(CUDA))) {
            found.add(PATH + "=" + path + ": there is no " + CUDA + " in it: it is a library for the CPU, and " + FLAVOUR + "=" + flavour + " asks for CUDA");
        } else if (flavour.isEmpty() && folder.isPresent() && !bound) {
            found.add(FLAVOUR + " is not set: beside " + PATH + " it must say what the library is for: " + String.join(" or ", FLAVOURS));
        }
        return found;
    }

    /** The folder that the engine will load from, if one is named and holds the library. */
    private Optional<Path> folder() {
        return paths(value(PATH)).flatMap(path -> Files.isRegularFile(path) && path.endsWith(TORCH) ? Stream.of(path.toAbsolutePath().getParent())
                : Files.isRegularFile(path.resolve(TORCH)) ? Stream.of(path) : Stream.empty()).findFirst();
    }

    private static Stream<Path> paths(String list) {
        return Stream.of(list.split(File.pathSeparator)).filter(entry -> !entry.isEmpty()).flatMap(entry -> {
            try {
                return Stream.of(Path.of(entry));
            } catch (InvalidPathException e) {
                return Stream.empty(); // and so the library is not there
            }
        });
    }

    private static String whyNoFolder(String list) {
        Optional<Path> nearly = paths(list).map(path -> path.resolve("lib")).filter(lib -> Files.isRegularFile(lib.resolve(TORCH))).findFirst();
        return nearly.map(lib -> "there is no " + TORCH + " in it, but one in " + lib)
                .orElseGet(() -> paths(list).anyMatch(Files::isDirectory) ? "there is no " + TORCH + " in it" : "there is no such folder");
    }

    /** Whether a library brings its own binding, which the engine then takes whatever the flavour. */
    private boolean hasBinding(Path folder) {
        return Files.exists(folder.resolve(BINDING)) || Files.exists(folder.resolve(engine + "-" + BINDING));
    }

    /** The variables, and what is there of that which they name. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(PATH, value(PATH).isEmpty() ? "not set" : value(PATH) + folder()
                .map(found -> " (" + TORCH + " is there, " + CUDA + (Files.exists(found.resolve(CUDA)) ? " is there)" : " is not)"))
                .orElseGet(() -> " (" + whyNoFolder(value(PATH)) + ")"));
        for (String name : List.of(VERSION, FLAVOUR)) {
            facts.put(name, value(name).isEmpty() ? "not set" : value(name));
        }
        return facts;
    }

    /** The folder of the library that was loaded; to be asked when the engine is. */
    public String loaded() {
        Path folder = Path.of(LibUtils.getLibtorchPath());
        return folder + (folder().map(asked -> asked.toAbsolutePath().equals(folder)).orElse(false)
                ? ", as " + PATH + " says" : ", the one that comes with the engine, for the CPU");
    }

    /** Empty variables are none. */
    private String value(String name) {
        String value = variables.apply(name);
        return value == null ? "" : value;
    }
}
