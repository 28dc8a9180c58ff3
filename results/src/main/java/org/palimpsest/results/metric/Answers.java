package org.palimpsest.results.metric;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.palimpsest.results.record.ResponseProbeRow;
import org.palimpsest.results.record.ResponseRow;
import org.palimpsest.results.record.Responses;

/** What learners of instructions are ranked by: how good their answers are. */
@AutoService(MetricProvider.class)
public final class Answers implements MetricProvider {
    private static final List<String> SCENARIOS = List.of("instruction");

    /** The share of answers that are a right one, word for word. */
    public static final Measure EXACT_MATCH = measure("exact_match", "exact match", r -> true, Responses::exact);

    /** The share of answers that mean a right one of those there are to choose from: of the example's own task, whatever else a learner may know. */
    public static final Measure OPTION_MATCH = measure("option_match", "option match", r -> r.options() != -1, Responses::options);

    /** ROUGE-L's F-measure over words (Lin, 2004), as published scores have it: only a-z and 0-9 count, so that it is 0 for languages written otherwise. */
    public static final Measure ROUGE_L = measure("rouge_l", "ROUGE-L", r -> true, Responses::rougeL);

    /** The same over characters: what to read where answers are in Chinese. */
    public static final Measure ROUGE_L_CHARS = measure("rouge_l_chars", "ROUGE-L of characters", r -> true, Responses::rougeLChars);

    private static Measure measure(String id, String label, Predicate<Responses> known, ToDoubleFunction<Responses> sum) {
        return new Measure(id, label, Direction.HIGHER, Measure.FRACTION, SCENARIOS,
                new Measure.Source<>(ResponseRow.TABLE, row -> score(row.trainedTask(), 0, row.task(), row.responses(), known, sum)),
                Optional.of(new Measure.Source<>(ResponseProbeRow.TABLE,
                        row -> score(row.trainingTask(), row.step(), row.task(), row.responses(), known, sum))));
    }

    private static Score score(int trained, long step, int task, Responses given, Predicate<Responses> known, ToDoubleFunction<Responses> sum) {
        return known.test(given) ? new Score(trained, step, task, sum.applyAsDouble(given), given.n()) : new Score(trained, step, task, 0, 0);
    }

    @Override
    public int order() {
        return 700;
    }

    @Override
    public List<Measure> measures() {
        return List.of(EXACT_MATCH, OPTION_MATCH, ROUGE_L, ROUGE_L_CHARS);
    }
}
