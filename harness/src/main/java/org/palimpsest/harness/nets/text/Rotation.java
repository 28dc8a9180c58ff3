package org.palimpsest.harness.nets.text;

import java.util.Arrays;
import java.util.List;

/**
 * By which angle a position turns each pair of a head's numbers (Su et al., RoFormer, 2021): position times frequency.
 *
 * @param frequencies one for each pair, in radians for a position
 * @param scale what cosines and sines are multiplied by
 */
record Rotation(double[] frequencies, double scale) {
    private static final double USUAL_BASE = 10_000;
    private static final double FAST = 32;
    private static final double TEMPERATURE = 0.1;
    private static final double NARROWEST = 0.001;
    private static final List<String> KINDS = List.of("default", "linear", "dynamic", "llama3", "yarn");

    /** Frequencies base^(-2i/d). */
    static Rotation of(double base, int headSize) {
        double[] frequencies = new double[headSize / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.pow(base, -2.0 * i / headSize);
        }
        return new Rotation(frequencies, 1);
    }

    /**
     * As a model's {@code config.json} has it: {@code rope_parameters}, or {@code rope_theta} and {@code rope_scaling} of older ones.
     *
     * @param context positions that the model was trained for
     * @throws IllegalArgumentException if it is of a kind that is not known, or lacks numbers of its kind
     */
    static Rotation of(ModelFile config, int headSize, int context) {
        ModelFile rope = config.section(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        double base = rope.number("rope_theta", config.number("rope_theta", USUAL_BASE));
        if (rope.number("partial_rotary_factor", config.number("partial_rotary_factor", 1)) != 1) {
            throw config.wrong("partial_rotary_factor", "a part of each head is turned, and only all of it can be");
        }
        Rotation plain = of(base, headSize);
        String kind = rope.text("rope_type", rope.text("type", "default"));
        return switch (kind) {
            // that of a dynamic scaling begins where the context ends
            case "default", "dynamic" -> plain;
            case "linear" -> plain.slower(rope.number("factor"));
            case "llama3" -> plain.llama3(rope, rope.number("original_max_position_embeddings", context));
            case "yarn" -> plain.yarn(rope, base, headSize, config.number("original_max_position_embeddings",
                    rope.number("original_max_position_embeddings", context)), context);
            default -> throw rope.wrong("rope_type", "'" + kind + "' is not known; valid: " + String.join(", ", KINDS));
        };
    }

    /** Positions are divided by a factor (Chen et al., 2023). */
    private Rotation slower(double factor) {
        double[] slower = frequencies.clone();
        for (int i = 0; i < slower.length; i++) {
            slower[i] /= factor;
        }
        return new Rotation(slower, scale);
    }

    /** Frequencies of few turns within the context are divided, those of many are left, with a ramp between them (Llama 3.1, 2024). */
    private Rotation llama3(ModelFile rope, double context) {
        double factor = rope.number("factor");
        double low = rope.number("low_freq_factor");
        double high = rope.number("high_freq_factor");
        double[] mixed = frequencies.clone();
        for (int i = 0; i < mixed.length; i++) {
            double turns = context * mixed[i] / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
            mixed[i] *= kept + (1 - kept) / factor;
        }
        return new Rotation(mixed, scale);
    }

    /** A ramp between pairs that turn fast and slow, and sharper attention (Peng et al., YaRN, ICLR 2024, eq. 14 to 22). */
    private Rotation yarn(ModelFile rope, double base, int headSize, double original, int context) {
        double factor = rope.number("factor", context / original);
        double low = pair(rope.number("beta_fast", FAST), base, headSize, original);
        double high = pair(rope.number("beta_slow", 1), base, headSize, original);
        if (rope.truth("truncate", true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, headSize - 1.0);
        double span = high == low ? NARROWEST : high - low;
        double[] mixed = frequencies.clone();
        for (int i = 0; i < mixed.length; i++) {
            double divided = Math.min(1, Math.max(0, (i - low) / span));
            mixed[i] *= 1 - divided + divided / factor;
        }
        double all = rope.number("mscale_all_dim", 0);
        double one = rope.number("mscale", 0);
        double sharper = all != 0 && one != 0 ? sharper(factor, one) / sharper(factor, all) : sharper(factor, 1);
        return new Rotation(mixed, rope.number("attention_factor", sharper));
    }

    /** Which pair, counted in fractions, turns so many times within the context. */
    private static double pair(double turns, double base, int headSize, double context) {
        return headSize * Math.log(context / (turns * 2 * Math.PI)) / (2 * Math.log(base));
    }

    private static double sharper(double factor, double weight) {
        return factor <= 1 ? 1 : TEMPERATURE * weight * Math.log(factor) + 1;
    }

    /** Cosines of all positions, row by row, both halves of a head alike. */
    float[] cosines(int positions) {
        return table(positions, false);
    }

    /** Sines, as {@link #cosines}. */
    float[] sines(int positions) {
        return table(positions, true);
    }

    private float[] table(int positions, boolean sines) {
        int half = frequencies.length;
        float[] table = new float[Math.multiplyExact(positions, 2 * half)];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < half; i++) {
                float angle = p * (float) frequencies[i]; // in the precision that models were trained with
                float value = (float) (scale * (sines ? Math.sin(angle) : Math.cos(angle)));
                table[2 * half * p + i] = value;
                table[2 * half * p + half + i] = value;
            }
        }
        return table;
    }

    /** By content; arrays have none of their own. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Rotation rotation && scale == rotation.scale && Arrays.equals(frequencies, rotation.frequencies);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(frequencies);
    }
}
