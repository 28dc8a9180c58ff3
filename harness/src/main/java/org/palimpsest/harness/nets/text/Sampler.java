package org.palimpsest.harness.nets.text;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.palimpsest.harness.api.text.Sampling;

/** Draws tokens by their outputs: temperature first, then the most likely ones alone, then the nucleus (Holtzman et al., ICLR 2020). */
final class Sampler {
    private Sampler() {}

    /** A token for each row of outputs, (n, vocabulary). */
    static int[] draw(NDArray outputs, Sampling sampling) {
        float[] all = outputs.toFloatArray();
        int n = (int) outputs.getShape().get(0);
        int vocabulary = all.length / n;
        int[] drawn = new int[n];
        for (int i = 0; i < n; i++) {
            drawn[i] = draw(Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary), sampling);
        }
        return drawn;
    }

    static int draw(float[] outputs, Sampling sampling) {
        int[] order = mostLikelyFirst(outputs);
        int running = sampling.top() == 0 ? order.length : Math.min(sampling.top(), order.length);
        double[] shares = new double[running];
        double sum = 0;
        for (int i = 0; i < running; i++) {
            shares[i] = Math.exp((outputs[order[i]] - outputs[order[0]]) / sampling.temperature());
            sum += shares[i];
        }
        double nucleus = 0;
        int kept = 0;
        while (kept < running && nucleus < sampling.nucleus() * sum) {
            nucleus += shares[kept++];
        }
        double left = sampling.chance().nextDouble() * nucleus;
        int chosen = 0;
        while (chosen < kept - 1 && left >= shares[chosen]) {
            left -= shares[chosen++];
        }
        return order[chosen];
    }

    /** Tokens by their outputs, those of equal ones by number. */
    private static int[] mostLikelyFirst(float[] outputs) {
        long[] keys = new long[outputs.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(outputs[i]);
            int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits; // in the order of the numbers
            keys[i] = (long) ~ordered << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }
}
