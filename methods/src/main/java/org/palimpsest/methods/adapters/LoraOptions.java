package org.palimpsest.methods.adapters;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.safetensors.AdapterFolder;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;

/** Options of low-rank adapters. */
public record LoraOptions(
        @Doc("rank of the change of a layer's weights") @Positive @Default("8") int rank,
        @Doc("what an adapter gives is multiplied by alpha / rank") @Positive @Default("16") double alpha,
        @Doc("share of an adapter's inputs that are left out in training, at random") @PositiveOrZero @DecimalMax("0.9") @Default("0") double dropout,
        @Doc("layers that get an adapter: the last part of their path, or parts, e.g. attention.query") @NotEmpty @Default("query, value")
                List<String> targets,
        @Doc("whether alpha is divided by the root of the rank and not by the rank (Kalajdzievski, A Rank Stabilization Scaling Factor for Fine-Tuning "
                + "with LoRA, arXiv 2312.03732)") @Default("false") boolean rslora,
        @Doc("folder of adapters that they begin as, in the format of the library peft; if absent, they begin with no effect") Optional<String> from) {
    /** Options of adapters that begin with no effect. */
    public LoraOptions(int rank, double alpha, double dropout, List<String> targets, boolean rslora) {
        this(rank, alpha, dropout, targets, rslora, Optional.empty());
    }

    /**
     * What {@code from} holds.
     *
     * @param prefix of the names of these options
     * @return its digest by name; nothing if there is no such folder to read
     */
    public Map<String, String> contents(String prefix) {
        try {
            return from.map(folder -> Map.of(prefix + "from.sha256", AdapterFolder.of(folder).sha256())).orElse(Map.of());
        } catch (DatasetException e) {
            return Map.of(); // said where they are read
        }
    }

    /** What an adapter's output is multiplied by. */
    public double scale() {
        return alpha / (rslora ? Math.sqrt(rank) : rank);
    }
}
