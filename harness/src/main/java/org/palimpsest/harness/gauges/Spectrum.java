package org.palimpsest.harness.gauges;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** The singular values s_1 >= s_2 >= ... of a matrix, and its ranks by several rules. A matrix of zeros has rank 0 by all of them. */
final class Spectrum {
    private static final double SHARE = 0.99;

    private final double[] values;

    /** A spectrum of at least one value; NaN anywhere makes every rank NaN. */
    Spectrum(double... values) {
        this.values = values.clone();
        Arrays.sort(this.values);
        for (int i = 0, j = values.length - 1; i < j; i++, j--) {
            double small = this.values[i];
            this.values[i] = this.values[j];
            this.values[j] = small;
        }
    }

    /** The spectrum of a matrix of shape (n, d), given row after row. */
    static Spectrum of(double[] rows, int n, int d) {
        if (!Arrays.stream(rows).allMatch(Double::isFinite)) {
            return new Spectrum(Double.NaN);
        }
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.svd(n, d, false, false, true);
        if (!decomposition.decompose(DMatrixRMaj.wrap(n, d, rows))) {
            return new Spectrum(Double.NaN);
        }
        return new Spectrum(Arrays.copyOf(decomposition.getSingularValues(), decomposition.numberOfSingularValues()));
    }

    /** exp(-sum_k p_k ln p_k), p_k = s_k / sum_j s_j (Roy and Vetterli, EUSIPCO 2007). */
    double effectiveRank() {
        double sum = sum(s -> s);
        return sum == 0 ? 0 : Math.exp(sum(s -> s == 0 ? 0 : -s / sum * Math.log(s / sum)));
    }

    /** The least k with sum_{j<=k} s_j^2 >= 0.99 sum_j s_j^2 (Yang et al., ICLR 2020; Lyle et al., ICLR 2022). */
    double approximateRank() {
        return least(s -> s * s);
    }

    /** The least k with sum_{j<=k} s_j >= 0.99 sum_j s_j (Kumar et al., ICLR 2021, section 3, delta = 0.01). */
    double srank() {
        return least(s -> s);
    }

    /** sum_j s_j^2 / s_1^2 (Rudelson and Vershynin, JACM 2007). */
    double stableRank() {
        double top = values[0];
        return top == 0 ? 0 : sum(s -> s * s) / (top * top);
    }

    private double sum(DoubleUnaryOperator of) {
        double sum = 0;
        for (double value : values) {
            sum += of.applyAsDouble(value);
        }
        return sum;
    }

    private double least(DoubleUnaryOperator of) {
        double sum = sum(of);
        if (sum == 0 || Double.isNaN(sum)) {
            return sum;
        }
        double kept = 0;
        int k = 0;
        while (k < values.length && kept < SHARE * sum) {
            kept += of.applyAsDouble(values[k++]);
        }
        return k;
    }
}
