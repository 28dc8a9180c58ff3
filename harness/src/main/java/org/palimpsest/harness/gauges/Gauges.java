package org.palimpsest.harness.gauges;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;

/**
 * The gauges there are. F is the matrix of shape (n, d) of features that the backbone gives, as in evaluation, for n training
 * examples of the task being learned, s its singular values; h are the outputs of a layer of ReLU units for the same examples;
 * w all weights that gradients move; m and v the running means and variances of a normalisation. Values for the whole network have an
 * empty layer, and those of units are means over layers.
 */
public final class Gauges {
    /** Stands for all gauges where they are named. */
    public static final String EVERY = "all";

    /** A unit is dormant up to this score. */
    static final double DORMANT = 0.025;

    static final Gauge UPDATE_SIZE = new Gauge(
            "update.size", "how far the weights have moved since the first update of the task",
            "sqrt(sum (w - w_start)^2 / n), n weights", "weight", "Lyle et al., NeurIPS 2024", true, context -> maybe(context.update()));

    static final Gauge GRADIENT_NORM = new Gauge(
            "gradient.norm", "length of the loss gradient before anything changes it, mean over the last 10 steps of the task",
            "mean_{last 10 steps} sqrt(sum g^2)", "loss per weight", "Abbas et al., CoLLAs 2023", true, context -> maybe(context.gradientNorm()));

    private static final String STATISTICS = "Lyu et al., NeurIPS 2023";

    static final Gauge DRIFT = new Gauge(
            "norm.drift", "how far the running means of normalisation have moved since the task began, by layer",
            "sqrt(mean_c (m - m_start)^2 / v_start), c channels", "standard deviations", STATISTICS, true,
            context -> context.drift(RunningStatistics::meanDrift));

    static final Gauge SPREAD = new Gauge(
            "norm.spread", "how far the running variances of normalisation have moved since the task began, by layer",
            "mean_c |ln(v / v_start)|, c channels", "logarithm", STATISTICS, true, context -> context.drift(RunningStatistics::varianceDrift));

    private static final List<Gauge> ALL = List.of(
            rank("effective", "rank of the features by the entropy of their singular values", "exp(-sum_k p_k ln p_k), p_k = s_k / sum_j s_j",
                    "Roy and Vetterli, EUSIPCO 2007", Spectrum::effectiveRank),
            rank("approximate", "directions that hold 99 % of the features' variance, not centred", "min k: sum_{j<=k} s_j^2 >= 0.99 sum_j s_j^2",
                    "Yang et al., ICLR 2020", Spectrum::approximateRank),
            rank("srank", "directions that hold 99 % of the sum of the features' singular values", "min k: sum_{j<=k} s_j >= 0.99 sum_j s_j",
                    "Kumar et al., ICLR 2021", Spectrum::srank),
            rank("stable", "squared Frobenius norm of the features over their squared spectral norm", "sum_j s_j^2 / s_1^2",
                    "Rudelson and Vershynin, JACM 2007", Spectrum::stableRank),
            units("dormant", "share of units that are nearly silent beside the others of their layer",
                    "share of units i with E|h_i| / mean_k E|h_k| <= 0.025", "Sokar et al., ICML 2023 (there over all units, here layers weigh equally)",
                    layer -> layer.dormant(DORMANT)),
            units("dead", "share of units that are silent for every example", "share of units i with E|h_i| = 0",
                    "Sokar et al., ICML 2023, threshold 0", layer -> layer.dormant(0)),
            units("active", "share of outputs that are not zero", "1 - share of h = 0", "Abbas et al., CoLLAs 2023", Units::active),
            new Gauge("weights.magnitude", "size of the weights", "sqrt(sum w^2 / n), n weights", "weight", "Dohare et al., Nature 2024", true,
                    context -> Reading.one(context.weights().magnitude())),
            new Gauge("weights.norm", "norm of each layer's weight array", "||W||_F of every array of two axes or more", "weight",
                    "Lyle et al., NeurIPS 2024", true, context -> context.weights().norms()),
            new Gauge("lr.effective", "effective learning rate of each layer's weight array: the step that its direction takes",
                    "lr / ||W||_F^2 of SGD, lr / ||W||_F of Adam, of every array of two axes or more", "learning rate of a layer of norm 1",
                    "Lyle et al., NeurIPS 2024", true, GaugeContext::effectiveRates),
            UPDATE_SIZE,
            GRADIENT_NORM,
            DRIFT,
            SPREAD,
            new Gauge("norm.share", "weight of each task in the running statistics of normalisation",
                    "s_t <- s_t + eta (w_t - s_t) at every batch, w_t its share of task t", "share, 0 to 1", STATISTICS, true, GaugeContext::taskWeights),
            new Gauge("trainability", "random labels learned by a copy of the network, and by a fresh network, within one small budget",
                    "accuracy(current) - accuracy(fresh), of " + Trainability.EXAMPLES + " examples after " + Trainability.PASSES + " passes in batches of "
                            + Trainability.BATCH, "accuracy", "Lyle et al., ICML 2023", false, GaugeContext::trainability));

    private Gauges() {}

    /** All gauges, in the order of their rows. */
    public static List<Gauge> all() {
        return ALL;
    }

    /**
     * The gauges of some ids, in the order of {@link #all}, each once; {@value #EVERY} stands for all.
     *
     * @param source where the ids were written, for messages
     * @param key under which key they were
     * @param problems gets one for every id that is none
     */
    public static List<Gauge> of(List<String> ids, String source, String key, Problems problems) {
        List<String> known = new ArrayList<>(ALL.stream().map(Gauge::id).toList());
        known.add(EVERY);
        Set<String> wanted = new LinkedHashSet<>(ids);
        wanted.stream().filter(id -> !known.contains(id))
                .forEach(id -> problems.at(source).add(key, id, "unknown gauge" + Names.suggestion(id, known, "'palimpsest list gauges' shows all")));
        return ALL.stream().filter(gauge -> wanted.contains(EVERY) || wanted.contains(gauge.id())).toList();
    }

    private static Gauge rank(String id, String summary, String formula, String reference, ToDoubleFunction<Spectrum> rank) {
        return new Gauge("rank." + id, summary, formula, "directions, at most min(n, d)", reference, true,
                context -> context.spectrum().map(spectrum -> Reading.one(rank.applyAsDouble(spectrum))).orElse(List.of()));
    }

    private static Gauge units(String id, String summary, String formula, String reference, ToDoubleFunction<Units> share) {
        return new Gauge("units." + id, summary, formula, "share, 0 to 1", reference, true, context -> layers(context.units(), share));
    }

    /** The mean over the layers, then each of them; none in a network without such units. */
    private static List<Reading> layers(Map<String, Units> units, ToDoubleFunction<Units> share) {
        return Reading.withMean(units.entrySet().stream().map(unit -> new Reading(unit.getKey(), share.applyAsDouble(unit.getValue()))).toList());
    }

    private static List<Reading> maybe(OptionalDouble value) {
        return value.isPresent() ? Reading.one(value.getAsDouble()) : List.of();
    }
}
