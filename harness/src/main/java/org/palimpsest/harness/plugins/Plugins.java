package org.palimpsest.harness.plugins;

import ai.djl.nn.Block;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.Tables;

/** Everything that can be named in a suite or a benchmark: methods, add-ons and normalisers, backbones, augmentations. */
public final class Plugins {
    private final ClassLoader loader;
    private final Map<String, MethodModule> methods;
    private final Map<String, AddOnModule> addOns;
    private final Map<String, NormaliserModule<?>> normalisers;
    private final Map<String, BackboneModule<?>> backbones;
    private final Map<String, AugmentationModule<?>> augmentations;
    private final Tables tables;
    private final Metrics metrics;

    private Plugins(ClassLoader loader, List<Problem> problems) {
        this.loader = loader;
        methods = byName(load(MethodModule.class, problems), problems);
        List<AddOnModule> found = load(AddOnModule.class, problems);
        found.addAll(load(NormaliserModule.class, problems));
        addOns = byName(found, problems);
        normalisers = new LinkedHashMap<>();
        addOns.forEach((name, module) -> {
            if (module instanceof NormaliserModule<?> normaliser) {
                normalisers.put(name, normaliser);
            }
        });
        backbones = new LinkedHashMap<>();
        byName(load(BackboneModule.class, problems), problems).forEach((name, module) -> backbones.put(name, module));
        augmentations = new LinkedHashMap<>();
        byName(load(AugmentationModule.class, problems), problems).forEach((name, module) -> augmentations.put(name, module));
        tables = services(Table.class, () -> Tables.of(loader), problems).orElseGet(Tables::builtIn);
        metrics = services(MetricProvider.class, () -> Metrics.of(loader), problems).orElseGet(Metrics::builtIn);
    }

    /**
     * Loads what is on the class path and in the jars of the folders; a folder that does not exist holds nothing.
     *
     * @throws InvalidInputException if a jar cannot be loaded or two plug-ins have one name
     */
    public static Plugins load(List<Path> folders) {
        List<URL> jars = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Path folder : folders) {
            jars.addAll(jars(folder, problems));
        }
        ClassLoader parent = Plugins.class.getClassLoader();
        Plugins plugins = new Plugins(jars.isEmpty() ? parent : new URLClassLoader(jars.toArray(URL[]::new), parent), problems);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return plugins;
    }

    private static List<URL> jars(Path folder, List<Problem> problems) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().filter(f -> opens(f, problems)).map(Plugins::url).toList();
        } catch (IOException e) {
            throw new InvalidInputException(List.of(new Problem(folder.toString(), "plugins", "", "cannot be read: " + e.getMessage())));
        }
    }

    /** The class loader passes over what it cannot open without a word. */
    private static boolean opens(Path file, List<Problem> problems) {
        try (JarFile jar = new JarFile(file.toFile())) {
            return true;
        } catch (IOException e) {
            problems.add(new Problem(file.toString(), "plug-in", "", "is no readable jar: " + e.getMessage()));
            return false;
        }
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends RecipeModule> List<T> load(Class<T> type, List<Problem> problems) {
        List<T> found = new ArrayList<>();
        var iterator = ServiceLoader.load(type, loader).iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return found;
                }
                found.add(iterator.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                problems.add(new Problem(jarOf(type, e), type.getSimpleName(), String.valueOf(e.getMessage()), "cannot be loaded: " + cause));
                if (e instanceof LinkageError) {
                    return found;
                }
            }
        }
    }

    /** Services that their own module gathers and checks. */
    private <T> Optional<T> services(Class<?> type, Supplier<T> all, List<Problem> problems) {
        try {
            return Optional.of(all.get());
        } catch (ServiceConfigurationError | LinkageError | IllegalArgumentException e) {
            problems.add(new Problem(jarOf(type, e), type.getSimpleName(), "", "cannot be loaded: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** The jar whose service file names the class that an error speaks of. */
    private String jarOf(Class<?> type, Throwable error) {
        try {
            for (URL service : Collections.list(loader.getResources("META-INF/services/" + type.getName()))) {
                URLConnection connection = service.openConnection();
                connection.setUseCaches(false);
                try (InputStream in = connection.getInputStream()) {
                    boolean names = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip)
                            .anyMatch(line -> !line.isEmpty() && String.valueOf(error.getMessage()).contains(line));
                    if (names) {
                        return service.getPath().replaceAll("^file:|!/.*", "");
                    }
                }
            }
        } catch (IOException e) {
            error.addSuppressed(e); // the error itself is what is reported
        }
        return "plug-ins";
    }

    private static <T extends RecipeModule> Map<String, T> byName(List<T> modules, List<Problem> problems) {
        Map<String, T> map = new LinkedHashMap<>();
        modules.stream().sorted((a, b) -> a.name().compareTo(b.name())).forEach(module -> {
            T other = map.putIfAbsent(module.name(), module);
            if (other != null) {
                problems.add(new Problem("plug-ins", module.name(), origin(module),
                        "has the same name as the one in " + origin(other)));
            }
        });
        return map;
    }

    /** The jar or folder that a recipe was loaded from, without its path. */
    public static String origin(RecipeModule module) {
        var source = module.getClass().getProtectionDomain().getCodeSource();
        return source == null ? "?" : new File(source.getLocation().getPath()).getName();
    }

    /** Loader of the plug-ins' classes and resources. */
    public ClassLoader classLoader() {
        return loader;
    }

    /** All methods, by name. */
    public Map<String, MethodModule> methods() {
        return methods;
    }

    /** All add-ons, normalisers included, by name. */
    public Map<String, AddOnModule> addOns() {
        return addOns;
    }

    /** All normalisers, by name. */
    public Map<String, NormaliserModule<?>> normalisers() {
        return normalisers;
    }

    /** All backbones, by name. */
    public Map<String, BackboneModule<?>> backbones() {
        return backbones;
    }

    /** All augmentations, by name. */
    public Map<String, AugmentationModule<?>> augmentations() {
        return augmentations;
    }

    /** The tables that records can have. */
    public Tables tables() {
        return tables;
    }

    /** The metrics that leaderboards can have. */
    public Metrics metrics() {
        return metrics;
    }

    /**
     * Splits {@code method+addon+addon}; a method's own name may end in plus signs ({@code der++}).
     *
     * @param problems takes a problem for every part that does not exist
     * @return method and add-ons found so far
     */
    public Recipe recipe(String written, String source, List<Problem> problems) {
        String method = methods.keySet().stream()
                .filter(name -> written.equals(name) || written.startsWith(name + "+"))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse(null);
        if (method == null) {
            String wrong = written.contains("+") ? written.substring(0, written.indexOf('+')) : written;
            problems.add(new Problem(source, "methods", wrong, "unknown method" + Names.suggestion(wrong, methods.keySet())));
            return new Recipe(written, null, List.of());
        }
        List<AddOnModule> chosen = new ArrayList<>();
        if (written.length() > method.length()) {
            for (String part : written.substring(method.length() + 1).split("\\+", -1)) {
                AddOnModule addOn = addOns.get(part);
                if (addOn == null) {
                    problems.add(new Problem(source, "methods", written, "unknown add-on '" + part + "'" + Names.suggestion(part, addOns.keySet())));
                } else if (chosen.contains(addOn)) {
                    problems.add(new Problem(source, "methods", written, "add-on '" + part + "' is named twice"));
                } else if (addOn instanceof NormaliserModule && chosen.stream().anyMatch(NormaliserModule.class::isInstance)) {
                    problems.add(new Problem(source, "methods", written, "'" + part + "' is a second normaliser, and there can be one"));
                } else {
                    chosen.add(addOn);
                }
            }
        }
        return new Recipe(written, methods.get(method), chosen);
    }

    /**
     * A method and its add-ons.
     *
     * @param name as written, e.g. {@code er-ace+adab2n}
     * @param method the method
     * @param addOns in the order written
     */
    public record Recipe(String name, MethodModule method, List<AddOnModule> addOns) {
        /** The method first, then the add-ons. */
        public List<RecipeModule> parts() {
            List<RecipeModule> parts = new ArrayList<>();
            parts.add(method);
            parts.addAll(addOns);
            return parts;
        }

        /**
         * Lets each add-on change the structure of a backbone that is not initialised.
         *
         * @param options options record of each add-on
         * @throws IllegalArgumentException if one of them cannot work on it
         */
        public Block rebuild(Block backbone, Map<RecipeModule, Record> options) {
            Block rebuilt = backbone;
            for (AddOnModule addOn : addOns) {
                rebuilt = addOn.rebuild(rebuilt, options.get(addOn));
            }
            for (AddOnModule addOn : addOns) {
                addOn.check(rebuilt, options.get(addOn));
            }
            return rebuilt;
        }
    }
}
