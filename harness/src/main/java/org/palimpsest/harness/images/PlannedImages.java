package org.palimpsest.harness.images;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.datasets.stream.Split;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.RecipeModule;
import org.palimpsest.harness.api.Regime;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.NetworkSize;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.text.Instructed;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.PlannedRecipe;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.harness.supervised.SupervisedStream;

/**
 * A stream of labelled images and the network that looks at them.
 *
 * @param benchmark name of the benchmark, for errors
 * @param section what the benchmark says of images alone
 * @param spec definition of the stream
 * @param source its file, for errors
 * @param dataset its data
 * @param backbone network below the head
 * @param normaliser what normalises inside the backbone, if not batch normalisation
 * @param augmentations changes to the training images, in order
 */
public record PlannedImages(
        String benchmark, ImageBenchmark section, ImageStreamSpec spec, String source, ImageDataset dataset, PlannedBackbone backbone,
        Optional<PlannedNormaliser> normaliser, List<PlannedAugmentation> augmentations)
        implements SupervisedStream {
    private static final String METHODS = "methods";

    /** Shape of one example, without the batch dimension. */
    public Shape example() {
        ImageShape shape = dataset.info().shape();
        return new Shape(shape.channels(), shape.height(), shape.width());
    }

    /**
     * Builds the backbone, not initialised.
     *
     * @throws IllegalArgumentException if the weights are not of such a network, or the normaliser does not go with it
     */
    public Block network() {
        return network(ApiTypes.statistics(dataset.info()));
    }

    /** As {@link #network()}, for examples that are standardised by these numbers, which pretrained weights may have to know. */
    Block network(ChannelStatistics standardised) {
        Block block = pretrained(standardised);
        return normaliser.map(n -> n.rebuild(block)).orElse(block);
    }

    /** The backbone before anything is exchanged in it. */
    Block pretrained() {
        return pretrained(ApiTypes.statistics(dataset.info()));
    }

    private Block pretrained(ChannelStatistics standardised) {
        return backbone.build(example(), standardised);
    }

    /** What is wrong with a normaliser that has to know the task of every example, for in this stream a label may be of any task. */
    Optional<String> taskProblem(NormaliserModule<?> module) {
        boolean shared = spec.scenario() == Scenario.DOMAIN_INCREMENTAL || spec.scenario() == Scenario.RELABELLED;
        return module.needsTasks() && shared
                ? Optional.of("has to know the task of an example by its label, but the tasks of " + spec.id() + " share their labels")
                : Optional.empty();
    }

    @Override
    public String scenario() {
        return spec.scenario().id();
    }

    @Override
    public int tasks() {
        return spec.length();
    }

    @Override
    public boolean examinesTestData() {
        return spec.validation().isEmpty() && spec.scenario() != Scenario.RELABELLED;
    }

    @Override
    public long updates() {
        boolean shared = spec.split() == Split.CLASSES || spec.split() == Split.SUPERCLASSES;
        int examples = spec.examplesPerTask().orElse(dataset.train().size() / (shared ? spec.tasks() : 1));
        return spec.length() * section.budget().totalSteps(examples);
    }

    @Override
    public List<RecipeModule<?>> modules() {
        List<RecipeModule<?>> modules = new ArrayList<>(List.of(backbone.module()));
        normaliser.ifPresent(n -> modules.add(n.module()));
        augmentations.forEach(a -> modules.add(a.module()));
        return modules;
    }

    /** What methods may know of it. */
    BenchmarkFacts facts() {
        Optional<ImageInfo> images = dataset.train().type() == ElementType.UINT8
                ? Optional.of(ApiTypes.images(dataset.info())) : Optional.empty();
        return new BenchmarkFacts(images, spec.labelCount(dataset.info()), !augmentations.isEmpty());
    }

    @Override
    public void check(PlannedRecipe recipe, Problems problems) {
        checkLabels(recipe.recipe(), problems);
        if (Instructed.class.isAssignableFrom(recipe.recipe().method().learner())) {
            problems.add(METHODS, recipe.name(), "goes by instructions, and " + benchmark + " has none");
        }
        try {
            checkMemory(recipe, size(recipe.recipe().rebuild(network(), recipe.options())), problems);
        } catch (IllegalArgumentException e) {
            problems.add(METHODS, recipe.name(), "does not go with the backbone of " + benchmark + ": " + e.getMessage());
        }
        recipe.problems(facts()).forEach(why -> problems.add(METHODS, recipe.name(), "on " + benchmark + ": " + why));
    }

    /**
     * How large a network is.
     *
     * @param block not initialised, and of no use afterwards
     * @throws IllegalArgumentException if it cannot be made, or is larger than this machine
     */
    NetworkSize size(Block block) {
        return NetworkSize.of(block, example(), spec.labelCount(dataset.info()), Machine.memoryBytes());
    }

    /** What a run needs at the least: weights with gradients and what the update rule keeps, the data, and the memories. */
    private void checkMemory(PlannedRecipe recipe, NetworkSize size, Problems problems) {
        OptimiserOptions rule = recipe.optimiser();
        int arrays = rule.name() == OptimiserOptions.Rule.ADAM ? 4 : rule.momentum() > 0 ? 3 : 2;
        double weights = (double) arrays * size.bytes();
        long perExample = dataset.info().shape().size() * (long) ApiTypes.stored(dataset.train().type()).getNumOfBytes();
        double data = (double) perExample * (dataset.train().size() + dataset.test().size());
        double kept = (double) (perExample + Integer.BYTES) * recipe.capacity();
        double needed = weights + data + kept;
        long room = Machine.memoryBytes();
        if (needed > room) {
            problems.add(METHODS, recipe.name(), "on " + benchmark + ": needs at least " + NetworkSize.inWords(needed) + " of memory ("
                    + NetworkSize.inWords(weights) + " for weights, gradients and what the update rule keeps, " + NetworkSize.inWords(data)
                    + " for data, " + NetworkSize.inWords(kept) + " for examples kept), and this machine has " + NetworkSize.inWords(room));
        }
    }

    /** Says once what is wrong under several seeds, and of which it is where not of all. */
    @Override
    public void check(List<Long> seeds, Problems problems) {
        Map<Problem, List<Long>> found = new LinkedHashMap<>();
        for (long seed : seeds) {
            Problems ofSeed = new Problems();
            ImageStream.check(spec, dataset, RandomStreams.of(seed), ofSeed.at(source));
            ofSeed.list().forEach(problem -> found.computeIfAbsent(problem, p -> new ArrayList<>()).add(seed));
        }
        found.forEach((problem, under) -> problems.at(problem.source()).add(problem.key(), problem.value(), under.size() == seeds.size()
                ? problem.message() : problem.message() + ", with seed " + under.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** Several tasks at once would give one image many labels. */
    private void checkLabels(Plugins.Recipe recipe, Problems problems) {
        if (spec.scenario() == Scenario.RELABELLED && recipe.method().regime() != Regime.SEQUENTIAL) {
            problems.add(METHODS, recipe.name(),
                    "learns several tasks at once, but the labels of " + benchmark + " change from task to task");
        }
        for (AddOnModule<?> addOn : recipe.addOns()) {
            if (addOn instanceof NormaliserModule<?> module) {
                taskProblem(module).ifPresent(why -> problems.add(METHODS, recipe.name(), why));
            }
        }
    }

    @Override
    public Map<String, Object> protocol() {
        Map<String, Object> map = Binder.toMap(section);
        map.remove("augment"); // told below with all options, if there is any
        map.remove("normaliser"); // likewise
        map.put("backbone", backbone.protocol());
        normaliser.ifPresent(n -> map.put("normaliser", n.protocol()));
        if (!augmentations.isEmpty()) {
            map.put("augment", augmentations.stream().map(PlannedAugmentation::protocol).toList());
        }
        Map<String, Object> stream = new LinkedHashMap<>(Binder.toMap(spec));
        stream.remove("classOrderFile"); // what it holds is in the digest, where it lies makes no difference
        map.put("stream", stream);
        map.put("streamDigest", spec.digest(dataset));
        return map;
    }
}
