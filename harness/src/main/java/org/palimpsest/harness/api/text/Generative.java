package org.palimpsest.harness.api.text;

import ai.djl.training.ParameterStore;
import java.util.List;

/** A block that writes answers, token by token. */
public interface Generative {
    /**
     * Answers prompts, all of them side by side; what was computed of earlier tokens is kept.
     *
     * @param weights hands the block its weights
     * @param prompts tokens of each, at least one
     * @param most tokens of an answer
     * @param end token that ends an answer
     * @param sampling how the next token is chosen
     * @return tokens of each answer, without the end
     */
    List<int[]> generate(ParameterStore weights, List<int[]> prompts, int most, int end, Sampling sampling);
}
