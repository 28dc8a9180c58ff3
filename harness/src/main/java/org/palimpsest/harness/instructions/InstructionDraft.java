package org.palimpsest.harness.instructions;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.text.AnswerParts;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.config.Benchmark;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.config.EvaluationSpec;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.config.StreamDraft;
import org.palimpsest.harness.config.Values;
import org.palimpsest.harness.config.Words;
import org.palimpsest.harness.plugins.Plugins;

/**
 * A declared stream of instructions.
 *
 * @param spec the declaration
 * @param source its file, for errors
 */
record InstructionDraft(InstructionSpec spec, String source, Plugins plugins, Datasets datasets) implements StreamDraft {
    private static final String SETS = "sets";
    private static final String BACKBONE = "backbone";
    private static final double MOST_HELD_OUT = 0.5;

    @Override
    public String scenario() {
        return InstructionPlanner.SCENARIO;
    }

    @Override
    public Map<String, Object> toMap() {
        return Binder.toMap(spec);
    }

    @Override
    public void check(Problems problems) {
        lessons(new TreeMap<>(), OptionalDouble.empty(), problems);
    }

    /**
     * The tasks, as far as nothing is wrong with them.
     *
     * @param used takes the data sets that they are made of
     * @param validation share of the training examples that is examined in place of the test examples
     */
    private Lessons lessons(Map<String, InstructionDataset> used, OptionalDouble validation, Problems problems) {
        Problems here = problems.at(source);
        List<InstructionSet> tasks = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        for (String written : spec.sets()) {
            for (InstructionSet set : sets(written, used, missing, here)) {
                try {
                    AnswerParts.of(set, spec.parts().orElse(1), spec.shuffle()).stream()
                            .map(part -> validation.isPresent() ? AnswerParts.heldOut(part, validation.getAsDouble()) : part)
                            .forEach(part -> tasks.add(AnswerParts.limited(part, spec.train(), spec.test())));
                } catch (IllegalArgumentException e) {
                    here.add(spec.parts().isPresent() ? "parts" : SETS, spec.parts().isPresent() ? spec.parts().getAsInt() : written, e.getMessage());
                }
            }
        }
        Set<String> names = new HashSet<>();
        for (InstructionSet task : tasks) {
            if (!names.add(task.id())) {
                here.add(SETS, task.id(), "is learned twice, or two sets have this name");
            }
            if (task.train().isEmpty() || task.test().isEmpty()) {
                here.add(SETS, task.id(), "has no example to " + (task.train().isEmpty() ? "train" : "test") + " on");
            }
            if (!task.options().isEmpty()) {
                Set<String> options = Set.copyOf(task.options());
                task.train().stream().map(InstructionExample::answer).filter(answer -> !options.contains(answer)).findFirst().ifPresent(
                        answer -> here.add(SETS, task.id(), "has an example with the answer '" + answer + "', which is none of its options"));
            }
        }
        return new Lessons(tasks);
    }

    /** All sets of DATASET, or the one of DATASET/SET; that a data set cannot be had is said once. */
    private List<InstructionSet> sets(String written, Map<String, InstructionDataset> used, Set<String> missing, Problems problems) {
        int slash = written.contains(":") ? -1 : written.indexOf('/');
        String name = slash < 0 ? written : written.substring(0, slash);
        if (missing.contains(name)) {
            return List.of();
        }
        try {
            InstructionDataset data = datasets.load(name, InstructionDataset.class);
            used.put(name, data);
            return slash < 0 ? data.sets() : List.of(data.set(written.substring(slash + 1)));
        } catch (InvalidInputException e) {
            e.problems().forEach(p -> problems.add(p.unlessPlaced(source)));
        } catch (DatasetException e) {
            problems.add(e.problem(source, SETS, used.containsKey(name) ? written : name));
        }
        if (!used.containsKey(name)) {
            missing.add(name);
        }
        return List.of();
    }

    @Override
    public Optional<PlannedInstructions> plan(Benchmark benchmark, Problems problems) {
        int before = problems.count();
        InstructionBenchmark section = (InstructionBenchmark) benchmark.section();
        Values values = benchmark.values();
        Map<String, InstructionDataset> used = new TreeMap<>();
        EvaluationSpec evaluation = benchmark.spec().evaluation();
        OptionalDouble validation = evaluation.validation();
        validation.stream().filter(share -> !(share > 0 && share <= MOST_HELD_OUT)).forEach(share -> problems.at(values.sourceOf(EvaluationSpec.VALIDATION))
                .add(EvaluationSpec.VALIDATION, share, "must be above 0 and at most " + MOST_HELD_OUT));
        Lessons whole = lessons(used, problems.count() > before ? OptionalDouble.empty() : validation, problems);
        int length = evaluation.length(whole.tasks().size(), problems.at(values.sourceOf(EvaluationSpec.FIRST_TASKS)));
        Lessons lessons = evaluation.firstTasks().isPresent() ? new Lessons(whole.tasks().subList(0, length)) : whole;
        if (!section.prompt().contains("{input}") && !section.prompt().contains("{instruction}")) {
            problems.at(values.sourceOf("prompt")).add("prompt", section.prompt(), "must have {instruction} or {input} in it");
        }
        lessons.tasks().stream().flatMap(task -> Stream.concat(task.train().stream(), task.test().stream())
                        .filter(example -> Prompts.filled(section.prompt(), example).isEmpty()).limit(1).map(example -> task.id()))
                .forEach(task -> problems.at(values.sourceOf("prompt")).add("prompt", section.prompt(), "leaves nothing to read of an example of " + task));
        if (section.head().name().perTask() || section.head().name() == HeadKind.NONE) {
            problems.at(values.sourceOf("head.name")).add("head.name", Words.of(section.head().name()), "must be answers, growing, full or cosine");
        }
        Optional<PlannedBackbone> backbone = PlannedBackbone.of(benchmark.spec().backbone(), plugins, datasets, values, problems);
        backbone.ifPresent(found -> checkBackbone(found, lessons, section, values, problems));
        if (problems.count() > before) {
            return Optional.empty();
        }
        PlannedInstructions planned = new PlannedInstructions(benchmark.spec().id(), section, spec, lessons, validation.isPresent(), List.copyOf(used.values()),
                backbone.orElseThrow());
        try {
            planned.size(planned.network());
        } catch (IllegalArgumentException e) {
            problems.at(values.sourceOf(BACKBONE)).add(BACKBONE, planned.backbone().module().name(), e.getMessage());
            return Optional.empty();
        }
        return Optional.of(planned);
    }

    private void checkBackbone(PlannedBackbone backbone, Lessons lessons, InstructionBenchmark section, Values values, Problems problems) {
        String name = backbone.module().name();
        Problems here = problems.at(values.sourceOf(BACKBONE));
        if (!(backbone.module() instanceof TextBackboneModule<?> text)) {
            here.add(BACKBONE, name, "does not read text; those that do: " + String.join(", ", plugins.backbones().values().stream()
                    .filter(TextBackboneModule.class::isInstance).map(module -> module.name()).toList()));
            return;
        }
        try {
            text.tokenizerOf(backbone.options());
            int context = text.contextOf(backbone.options());
            section.length().ifPresent(length -> {
                if (length > context) {
                    problems.at(values.sourceOf("length")).add("length", length, name + " can take " + context + " tokens at the most");
                }
            });
            if (text.generates() && section.answerTokens() < 2) {
                problems.at(values.sourceOf("answerTokens")).add("answerTokens", section.answerTokens(), "must be at least 2: the end of an answer is one");
            }
            if (text.generates() && section.answerTokens() + 2 > section.length().orElse(context)) {
                problems.at(values.sourceOf("answerTokens")).add("answerTokens", section.answerTokens(), "leaves no room for a prompt among "
                        + section.length().orElse(context) + " tokens");
            }
        } catch (DatasetException e) {
            problems.add(e.problem(values.sourceOf(BACKBONE), BACKBONE, name));
        } catch (IllegalArgumentException e) {
            here.add(BACKBONE, name, e.getMessage());
        }
        if (!text.generates() && !lessons.chosen()) {
            here.add(BACKBONE, name, "chooses among answers, and those of " + String.join(", ", lessons.tasks().stream()
                    .filter(task -> task.options().isEmpty()).map(InstructionSet::id).toList()) + " are free text, which a model has to write");
        }
    }
}
