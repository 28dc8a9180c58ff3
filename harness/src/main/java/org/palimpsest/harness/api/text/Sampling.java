package org.palimpsest.harness.api.text;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * How the next token is chosen among all by their outputs.
 *
 * @param temperature what outputs are divided by before the softmax, positive; 0 takes the most likely token always
 * @param top only so many of the most likely tokens are in the running; 0 for all
 * @param nucleus only the most likely tokens that together have this share of the probability, in (0, 1]
 * @param chance what is drawn from; not asked where temperature is 0
 */
public record Sampling(double temperature, int top, double nucleus, UniformRandomProvider chance) {
    /** The most likely token. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, null);
}
