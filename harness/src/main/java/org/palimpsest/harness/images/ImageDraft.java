package org.palimpsest.harness.images;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.datasets.stream.Scenario;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Norm;
import org.palimpsest.harness.config.Benchmark;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.RecipeSpec;
import org.palimpsest.harness.config.StreamDraft;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.config.Words;
import org.palimpsest.harness.plugins.Plugins;

/**
 * A declared stream of images.
 *
 * @param spec the declaration
 * @param source its file, for errors
 */
public record ImageDraft(ImageStreamSpec spec, String source, Plugins plugins, Datasets datasets) implements StreamDraft {
    private static final String BACKBONE = "backbone";
    private static final String WEIGHTS = "backbone.weights";

    @Override
    public String scenario() {
        return spec.scenario().id();
    }

    @Override
    public Map<String, Object> toMap() {
        return Binder.toMap(spec);
    }

    @Override
    public void check(Problems problems) {
        data(spec, problems);
    }

    @Override
    public Optional<PlannedImages> plan(Benchmark benchmark, Problems problems) {
        int before = problems.count();
        ImageBenchmark section = (ImageBenchmark) benchmark.section();
        Values values = benchmark.values();
        EvaluationSpec evaluation = benchmark.spec().evaluation();
        ImageStreamSpec whole = evaluation.validation().stream().mapToObj(spec::withValidation).findFirst().orElse(spec);
        int length = evaluation.length(spec.length(), problems.at(values.sourceOf(EvaluationSpec.FIRST_TASKS)));
        ImageStreamSpec declared = evaluation.firstTasks().isPresent() ? whole.withFirstTasks(length) : whole;
        Optional<ImageDataset> data = data(declared, problems);
        checkSection(section, data, values, problems);
        Optional<ImageInfo> images = data.filter(d -> d.train().type() == ElementType.UINT8).map(d -> ApiTypes.images(d.info()));
        List<PlannedAugmentation> augmentations = PlannedAugmentation.of(section.augment(), plugins, images, values, problems);
        Optional<PlannedNormaliser> normaliser = PlannedNormaliser.of(section.normaliser(), plugins, values, problems);
        Optional<PlannedBackbone> backbone = PlannedBackbone.of(benchmark.spec().backbone(), plugins, datasets, values, problems);
        if (problems.count() > before) {
            return Optional.empty();
        }
        PlannedImages planned = new PlannedImages(benchmark.spec().id(), section, declared, source, data.orElseThrow(),
                backbone.orElseThrow(), normaliser, augmentations);
        checkNetwork(planned, values, problems);
        return problems.count() > before ? Optional.empty() : Optional.of(planned);
    }

    private Optional<ImageDataset> data(ImageStreamSpec declared, Problems problems) {
        try {
            ImageDataset data = datasets.load(declared.dataset(), ImageDataset.class);
            declared.check(data, problems.at(source));
            return Optional.of(data);
        } catch (InvalidInputException e) {
            e.problems().forEach(p -> problems.add(p.unlessPlaced(source)));
        } catch (DatasetException e) {
            problems.add(e.problem(source, "dataset", declared.dataset()));
        }
        return Optional.empty();
    }

    private void checkSection(ImageBenchmark section, Optional<ImageDataset> data, Values values, Problems problems) {
        boolean features = data.filter(d -> d.train().type() == ElementType.FLOAT32).isPresent();
        if (features && !section.augment().isEmpty()) {
            problems.at(values.sourceOf("augment")).add("augment", String.join(", ", section.augment().stream().map(RecipeSpec::name).toList()),
                    "changes images, but " + spec.dataset() + " holds features");
        }
        data.flatMap(d -> section.standardise().flatMap(s -> s.problem(spec, d))).ifPresent(
                why -> problems.at(values.sourceOf("standardise")).add("standardise", Words.of(section.standardise().orElseThrow()), why));
        if (section.head().name() == HeadKind.ANSWERS || section.head().name() == HeadKind.NONE) {
            problems.at(values.sourceOf("head.name")).add("head.name", Words.of(section.head().name()), "is for instructions");
        }
        if (section.head().name().perTask() && spec.scenario() != Scenario.TASK_INCREMENTAL) {
            problems.at(values.sourceOf("head.name")).add("head.name", Words.of(section.head().name()),
                    "needs to know the task of an example, which only a task-incremental stream tells; this one is " + scenario());
        }
    }

    /** What is known when a network is made: images may be too small for a backbone, weights of another one, and so on. */
    private static void checkNetwork(PlannedImages planned, Values values, Problems problems) {
        int before = problems.count();
        PlannedBackbone backbone = planned.backbone();
        try {
            backbone.module().create(backbone.options(), planned.example());
        } catch (IllegalArgumentException e) {
            problems.at(values.sourceOf(BACKBONE)).add(BACKBONE, backbone.module().name(), e.getMessage());
            return;
        }
        backbone.weights().ifPresent(weights -> {
            try (NDManager scratch = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
                planned.pretrained().initialize(scratch, DataType.FLOAT32, new Shape(1).addAll(planned.example()));
            } catch (IllegalArgumentException e) {
                problems.at(values.sourceOf(WEIGHTS)).add(WEIGHTS, weights.name(), "does not go with the backbone: " + e.getMessage());
            }
        });
        try {
            planned.size(planned.pretrained());
        } catch (IllegalArgumentException e) {
            problems.at(values.sourceOf(BACKBONE)).add(BACKBONE, backbone.module().name(), e.getMessage());
        }
        if (problems.count() == before) {
            planned.normaliser().ifPresent(normaliser -> checkNormaliser(normaliser, planned, problems.at(values.sourceOf("normaliser"))));
        }
        if (problems.count() == before) {
            checkConvolutions(planned, values, problems);
        }
    }

    /** What changes how convolutions are computed needs some. */
    private static void checkConvolutions(PlannedImages planned, Values values, Problems problems) {
        String where = " in the backbone " + planned.backbone().module().name();
        planned.section().memoryFormat().ifPresent(format -> {
            Block network = planned.network();
            planned.size(network); // weights have shapes only then
            format.problem(network).ifPresent(why -> problems.at(values.sourceOf("memoryFormat")).add("memoryFormat", Words.of(format), why + where));
        });
        planned.section().foldBatchNorm().filter(folds -> folds && Norm.in(planned.network()).stream().noneMatch(Norm::isBatchNorm)).ifPresent(folds ->
                problems.at(values.sourceOf("foldBatchNorm")).add("foldBatchNorm", "true", "there is no batch normalisation" + where
                        + planned.normaliser().map(normaliser -> " with the normaliser " + normaliser.module().name()).orElse("")));
    }

    private static void checkNormaliser(PlannedNormaliser normaliser, PlannedImages planned, Problems problems) {
        String name = normaliser.module().name();
        planned.taskProblem(normaliser.module()).ifPresent(why -> problems.add("normaliser", name, why));
        try {
            planned.size(planned.network());
        } catch (IllegalArgumentException e) {
            problems.add("normaliser", name, "does not go with the backbone " + planned.backbone().module().name() + ": " + e.getMessage());
        }
    }
}
