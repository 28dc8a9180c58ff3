package org.palimpsest.methods.normalisation;

/**
 * The arithmetic of adab2n in double precision, written down from its formulas with loops.
 *
 * @param weights of the tasks
 * @param mean by channel
 * @param variance by channel
 * @param y normalised numbers, by example, channel and position
 */
record Reference(double[] weights, double[] mean, double[] variance, double[] y) {
    /** Of x, by example, channel and position; with tasks of a weight of exp(psi) + count each, and scales gamma. */
    static Reference of(double[] x, int[] tasks, double[] psi, double[] gamma, boolean renormalise) {
        int n = tasks.length;
        int channels = Layer.CHANNELS;
        int width = Layer.WIDTH;
        int[] counts = new int[psi.length];
        for (int task : tasks) {
            counts[task]++;
        }
        double[] weights = new double[psi.length];
        double total = 0;
        for (int t = 0; t < psi.length; t++) {
            weights[t] = Math.exp(psi[t]) + counts[t];
            total += renormalise && counts[t] == 0 ? 0 : weights[t];
        }
        for (int t = 0; t < psi.length; t++) {
            weights[t] /= total;
        }
        double[] mean = new double[channels];
        double[] variance = new double[channels];
        for (int i = 0; i < x.length; i++) {
            mean[i / width % channels] += weights[tasks[i / width / channels]] / counts[tasks[i / width / channels]] * x[i] / width;
        }
        for (int i = 0; i < x.length; i++) {
            double centred = x[i] - mean[i / width % channels];
            variance[i / width % channels] += weights[tasks[i / width / channels]] / counts[tasks[i / width / channels]] * centred * centred / width;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int c = i / width % channels;
            y[i] = gamma[c] * (x[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5);
        }
        assert y.length == n * channels * width;
        return new Reference(weights, mean, variance, y);
    }

    /** mean_c (mean - m)^2 + mean_c (variance - v)^2. */
    double distance(double[] m, double[] v) {
        double sum = 0;
        for (int c = 0; c < mean.length; c++) {
            sum += ((mean[c] - m[c]) * (mean[c] - m[c]) + (variance[c] - v[c]) * (variance[c] - v[c])) / mean.length;
        }
        return sum;
    }
}
