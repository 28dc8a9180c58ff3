package org.palimpsest.methods.averaging;

/**
 * How much of the average of a weight array is kept in an update: beta in theta* = beta theta* + (1 - beta) theta. Qiao et al. (ICML 2025) balance
 * stability and plasticity by
 *
 * <p>beta = (L' + 1) / ((theta - theta*) L''), L'' = (L' - L'_previous) / (theta - theta_previous),
 *
 * <p>in which every array stands for its L1 norm, so that one number comes of it. What their code computes is not that.
 */
public enum BalanceRule {
    /** The formula of the paper. */
    PAPER(0.99) {
        @Override
        double formula(Norms norms) {
            return (norms.gradient() + 1) * norms.move() / (norms.gap() * norms.gradientChange());
        }
    },
    /**
     * What the authors' code for the paper computes (JingyangQiao/CoIN): 1 - beta = 2 (L' + 1) / ((theta - theta*) (L' - L'_previous)). It gives to the new
     * weights what the formula gives to the old ones, and leaves out the move.
     */
    CODE(0.99) {
        @Override
        double formula(Norms norms) {
            return 1 - 2 * (1 + norms.gradient()) / (norms.gap() * norms.gradientChange());
        }
    },
    /** As {@link #CODE}, with 0.01 for 2, as in the same authors' later code (Continual-NExT). */
    CNEXT(0.999) {
        @Override
        double formula(Norms norms) {
            return 1 - 0.01 * (1 + norms.gradient()) / (norms.gap() * norms.gradientChange());
        }
    },
    /** Always the same. */
    FIXED(0.99) {
        @Override
        double formula(Norms norms) {
            return Double.NaN;
        }
    };

    private final double usual;

    BalanceRule(double usual) {
        this.usual = usual;
    }

    /**
     * L1 norms of a weight array in an update.
     *
     * @param gap between the weights after the update and the average before it
     * @param gradient that the update was made with
     * @param gradientChange between this gradient and that of the update before; not a number in a task's first update
     * @param move of the weights in the update
     */
    public record Norms(double gap, double gradient, double gradientChange, double move) {}

    /** What the formula gives, which may be any number or none. */
    abstract double formula(Norms norms);

    /** What is kept where the formula gives nothing between 0 and 1, unless it is said otherwise. */
    public final double usual() {
        return usual;
    }

    /** Whether it goes by what the weights and gradients are. */
    public final boolean looks() {
        return this != FIXED;
    }

    /** Whether the average begins with the weights after a task's first update, as in the authors' code, and not with those before it. */
    final boolean beginsLate() {
        return this == CODE || this == CNEXT;
    }

    /** The share that is kept, above 0 and below 1, or not a number where the formula gives nothing in between. */
    public final double kept(Norms norms) {
        double beta = formula(norms);
        return beta > 0 && beta < 1 ? beta : Double.NaN;
    }
}
