package org.palimpsest.harness.plugins;

import ai.djl.nn.Block;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.LearningModule;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.consoles.ConsoleModule;
import org.palimpsest.results.metric.MetricProvider;
import org.palimpsest.results.metric.Metrics;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.Tables;

/**
 * Everything that can be named in a suite, a benchmark or a stream: methods, add-ons and normalisers, backbones, augmentations, consoles.
 * Every plug-in jar has a class loader of its own.
 */
public final class Plugins {
    /** The key of a suite that names recipes. */
    private static final String KEY = "methods";
    /** Told by its name, for the engine knows plug-ins and not the other way round. */
    private static final String STREAM_KIND = "org.palimpsest.harness.engine.StreamKind";
    private static final List<Class<?>> KINDS =
            List.of(MethodModule.class, AddOnModule.class, NormaliserModule.class, BackboneModule.class, AugmentationModule.class, ConsoleModule.class);

    private final ClassLoader harness;
    private final List<JarLoader> jars;
    private final List<Path> open;
    private final Problems problems;
    private final ClassLoader loader;
    private final Map<RecipeModule<?>, JarLoader> jarOf = new IdentityHashMap<>();
    private final Map<String, MethodModule<?>> methods;
    private final Map<String, AddOnModule<?>> addOns;
    private final Map<String, NormaliserModule<?>> normalisers;
    private final Map<String, BackboneModule<?>> backbones;
    private final Map<String, AugmentationModule<?>> augmentations;
    private final Map<String, ConsoleModule<?>> consoles;
    private final Optional<Tables> tables;
    private final Optional<Metrics> metrics;

    private Plugins(ClassLoader harness, List<JarLoader> jars, List<Path> open, Problems problems) {
        this.harness = harness;
        this.jars = jars;
        this.open = open;
        this.problems = problems;
        loader = new AllJarsLoader(jars, harness);
        methods = byName(this.<MethodModule<?>>load(MethodModule.class));
        List<AddOnModule<?>> found = this.<AddOnModule<?>>load(AddOnModule.class);
        found.addAll(this.<NormaliserModule<?>>load(NormaliserModule.class));
        addOns = byName(found);
        normalisers = new LinkedHashMap<>();
        addOns.forEach((name, module) -> {
            if (module instanceof NormaliserModule<?> normaliser) {
                normalisers.put(name, normaliser);
            }
        });
        backbones = byName(this.<BackboneModule<?>>load(BackboneModule.class));
        augmentations = byName(this.<AugmentationModule<?>>load(AugmentationModule.class));
        consoles = byName(this.<ConsoleModule<?>>load(ConsoleModule.class));
        // without plug-ins there is nothing to be found wrong, and most commands need neither
        boolean sound = checkServices(Table.class) & checkServices(MetricProvider.class) & checkServices(streamKind());
        tables = jars.isEmpty() || !sound ? Optional.empty() : services(Table.class, () -> Tables.of(loader));
        metrics = jars.isEmpty() || !sound ? Optional.empty() : services(MetricProvider.class, () -> Metrics.of(loader));
    }

    /**
     * Loads what is on the class path and in the jars of the folders; a folder that does not exist holds nothing.
     *
     * @throws InvalidInputException with everything that is wrong with any jar: it cannot be read or loaded, it announces nothing, its
     *     manifest names a library that is not there, or it has a name that something else has
     */
    public static Plugins load(List<Path> folders) {
        ClassLoader harness = Plugins.class.getClassLoader();
        Problems problems = new Problems();
        Jars jars = new Jars(harness, services(), problems);
        Plugins plugins = new Plugins(harness, jars.loaders(folders), jars.open(), problems);
        problems.throwIfAny();
        return plugins;
    }

    /** The services that a jar may announce. */
    private static List<String> services() {
        List<String> names = new ArrayList<>(KINDS.stream().map(Class::getName).toList());
        names.addAll(List.of(Table.class.getName(), MetricProvider.class.getName(), STREAM_KIND));
        return names;
    }

    /** The engine, which builds on plug-ins, is no concern of theirs; that its kinds of streams can be loaded is. */
    private Class<?> streamKind() {
        try {
            return Class.forName(STREAM_KIND, false, harness);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T extends RecipeModule<?>> List<T> load(Class<? super T> type) {
        List<T> found = new ArrayList<>(this.<T>load(type, harness, "class path"));
        for (JarLoader jar : jars) {
            List<T> own = load(type, jar, jar.content().file().toString());
            own.forEach(module -> jarOf.put(module, jar));
            found.addAll(own);
        }
        return found;
    }

    @SuppressWarnings("unchecked") // a service loader knows its services as raw types
    private <T> List<T> load(Class<? super T> type, ClassLoader from, String source) {
        List<T> found = new ArrayList<>();
        var iterator = ServiceLoader.load(type, from).iterator();
        while (true) {
            try {
                if (!iterator.hasNext()) {
                    return found;
                }
                found.add((T) iterator.next());
            } catch (ServiceConfigurationError | LinkageError e) { // the next one may be sound
                problems.at(source).add(type.getSimpleName(), "", "cannot be loaded: " + why(type, e));
            }
        }
    }

    /** Tells of every service of a kind that cannot be loaded, by its jar; whether there is none. */
    private <S> boolean checkServices(Class<S> type) {
        int before = problems.count();
        jars.forEach(jar -> this.<S>load(type, jar, jar.content().file().toString()));
        return problems.count() == before;
    }

    private static String why(Class<?> service, Throwable error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        String what = error instanceof ServiceConfigurationError ? error.getMessage().replace(service.getName() + ": ", "") : "";
        String how = error == cause && !what.isEmpty() ? "" : (what.isEmpty() ? "" : ": ") + cause;
        boolean lacks = error instanceof NoClassDefFoundError || cause instanceof NoClassDefFoundError;
        return what + how + (lacks ? "; a plug-in's libraries belong into its jar, or into the Class-Path of its manifest" : "");
    }

    /** Services that their own module gathers and checks. */
    private <T> Optional<T> services(Class<?> type, Supplier<T> all) {
        try {
            return Optional.of(all.get());
        } catch (ServiceConfigurationError | LinkageError | IllegalArgumentException e) {
            problems.at("plug-ins").add(type.getSimpleName(), "", "cannot be loaded: " + why(type, e));
            return Optional.empty();
        }
    }

    private <T extends RecipeModule<?>> Map<String, T> byName(List<T> modules) {
        Map<String, T> map = new TreeMap<>();
        for (T module : modules) {
            T other = map.putIfAbsent(module.name(), module);
            if (other != null) {
                problems.at(place(module)).add("plug-in", module.name(), "has the same name as the one in " + place(other));
            }
        }
        return map;
    }

    private String place(RecipeModule<?> module) {
        return jarOf.containsKey(module) ? jarOf.get(module).content().file().toString() : origin(module);
    }

    /** The jar or folder that a part of a recipe, a backbone, an augmentation or a console was loaded from, without its path. */
    public String origin(RecipeModule<?> module) {
        return jar(module).map(JarOrigin::file).orElseGet(() -> {
            var source = module.getClass().getProtectionDomain().getCodeSource();
            return source == null ? "?" : new File(source.getLocation().getPath()).getName();
        });
    }

    /** The plug-in jar that announces a part of a recipe, a backbone, an augmentation or a console; none for what is built in. */
    public Optional<JarOrigin> jar(RecipeModule<?> module) {
        return Optional.ofNullable(jarOf.get(module)).map(jar -> jar.content().origin());
    }

    /**
     * The plug-in jars that some parts come from, each with the libraries that its manifest names: whatever is not built in and may
     * change what a run with these parts does.
     *
     * @param parts method, add-ons, backbone, normaliser, augmentations, console
     * @param kind the type of the planned stream, whose jar counts as well
     * @return each jar once, by name
     */
    public List<JarOrigin> jars(Collection<? extends RecipeModule<?>> parts, Class<?> kind) {
        return Stream.concat(parts.stream().map(jarOf::get).filter(Objects::nonNull), jars.stream().filter(jar -> jar == kind.getClassLoader()))
                .flatMap(jar -> Stream.concat(Stream.of(jar.content().origin()), jar.libraries().stream()))
                .distinct().sorted(Comparator.comparing(JarOrigin::file).thenComparing(JarOrigin::sha256)).toList();
    }

    /**
     * Sees the harness and all plug-in jars, for services of other kinds and for definitions. A class is looked for in the harness, in the
     * jar that announces it, and in the other jars, one after the other.
     */
    public ClassLoader classLoader() {
        return loader;
    }

    /** Plug-in folders and jars that anyone on this machine may change, and with them what runs do. */
    public List<Path> open() {
        return open;
    }

    /** All methods, by name. */
    public Map<String, MethodModule<?>> methods() {
        return methods;
    }

    /** All add-ons, normalisers included, by name. */
    public Map<String, AddOnModule<?>> addOns() {
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

    /** All consoles, by name. */
    public Map<String, ConsoleModule<?>> consoles() {
        return consoles;
    }

    /** The tables that records can have. */
    public Tables tables() {
        return tables.orElseGet(Tables::builtIn);
    }

    /** The metrics that leaderboards can have. */
    public Metrics metrics() {
        return metrics.orElseGet(Metrics::builtIn);
    }

    /**
     * Splits {@code method+addon+addon}; a method's own name may end in plus signs ({@code der++}). What is both a method by itself and an add-on of others,
     * as {@code lora}, may be written first, as papers do: {@code lora+er} is {@code er+lora}.
     *
     * @param problems takes a problem for every part that does not exist
     * @return the method and those of its add-ons that exist; empty if there is no such method
     */
    public Optional<Recipe> recipe(String written, String source, Problems problems) {
        Problems here = problems.at(source);
        Optional<String> method = leading(written);
        Optional<String> second = method.filter(addOns::containsKey).filter(name -> written.length() > name.length())
                .flatMap(name -> leading(written.substring(name.length() + 1))).filter(name -> !addOns.containsKey(name));
        if (second.isPresent()) {
            String first = method.orElseThrow();
            String rest = written.substring(first.length() + 1 + second.get().length());
            return recipe(second.get() + "+" + first + rest, source, problems);
        }
        if (method.isEmpty()) {
            String wrong = written.contains("+") ? written.substring(0, written.indexOf('+')) : written;
            here.add(KEY, wrong, "unknown method" + Names.suggestion(wrong, methods.keySet(), "'palimpsest list methods' shows all"));
        }
        return method.map(name -> new Recipe(written, methods.get(name), addOns(written, name, here)));
    }

    /** The method that a recipe begins with: of several the one with the longest name. */
    private Optional<String> leading(String written) {
        return methods.keySet().stream().filter(name -> written.equals(name) || written.startsWith(name + "+"))
                .max(Comparator.comparingInt(String::length));
    }

    private List<AddOnModule<?>> addOns(String written, String method, Problems problems) {
        List<AddOnModule<?>> chosen = new ArrayList<>();
        if (written.equals(method)) {
            return chosen;
        }
        for (String part : written.substring(method.length() + 1).split("\\+", -1)) {
            AddOnModule<?> addOn = addOns.get(part);
            if (addOn == null) {
                problems.add(KEY, written, "unknown add-on '" + part + "'" + Names.suggestion(part, addOns.keySet(), "'palimpsest list addons' shows all"));
            } else if (chosen.contains(addOn)) {
                problems.add(KEY, written, "add-on '" + part + "' is named twice");
            } else if (addOn instanceof NormaliserModule && chosen.stream().anyMatch(NormaliserModule.class::isInstance)) {
                problems.add(KEY, written, "'" + part + "' is a second normaliser, and there can be one");
            } else {
                chosen.add(addOn);
            }
        }
        return chosen;
    }

    /**
     * A method and its add-ons.
     *
     * @param name as written, e.g. {@code er-ace+adab2n}
     * @param method the method
     * @param addOns in the order written
     */
    public record Recipe(String name, MethodModule<?> method, List<AddOnModule<?>> addOns) {
        /** The method first, then the add-ons. */
        public List<LearningModule<?>> parts() {
            List<LearningModule<?>> parts = new ArrayList<>();
            parts.add(method);
            parts.addAll(addOns);
            return parts;
        }

        /**
         * Lets the method, then each add-on change the structure of a backbone that is not initialised.
         *
         * @param options options record of each part
         * @throws IllegalArgumentException if one of them cannot work on it
         */
        public Block rebuild(Block backbone, Map<RecipeModule<?>, Record> options) {
            Block rebuilt = backbone;
            for (LearningModule<?> part : parts()) {
                rebuilt = part.rebuilt(rebuilt, options.get(part));
            }
            for (AddOnModule<?> addOn : addOns) {
                addOn.checkRebuilt(rebuilt, options.get(addOn));
            }
            return rebuilt;
        }
    }
}
