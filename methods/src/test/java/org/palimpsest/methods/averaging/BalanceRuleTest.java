package org.palimpsest.methods.averaging;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import org.palimpsest.methods.averaging.BalanceRule.Norms;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The formulas, worked out by hand. */
public class BalanceRuleTest {
    /**
     * theta (1, -2, 0.5), theta* (0.9, -1.5, 0.4), theta_previous (0.98, -1.9, 0.45), gradients (0.2, -0.1, 0.3) and before (0.25, -0.3, 0.1):
     * L1 norms of 0.7, 0.6, 0.45 and 0.17.
     */
    private static final Norms SMALL = new Norms(0.7, 0.6, 0.45, 0.17);

    @DataProvider
    public Object[][] shares() {
        return new Object[][] {
            {BalanceRule.PAPER, SMALL, 0.863492},
            {BalanceRule.CODE, SMALL, Double.NaN}, // 1 - 10.1587
            {BalanceRule.CNEXT, SMALL, 1 - 0.0507937},
            {BalanceRule.FIXED, SMALL, Double.NaN},
            {BalanceRule.CODE, new Norms(10, 3, 2, 1), 0.6},
            {BalanceRule.PAPER, new Norms(1, 1, 1, 1), Double.NaN}, // 2
            {BalanceRule.PAPER, new Norms(1, 1, 2, 1), Double.NaN}, // 1 is the end of the range and not in it
            {BalanceRule.CODE, new Norms(2, 0, 1, 1), Double.NaN}, // 0, likewise
        };
    }

    @Test(dataProvider = "shares")
    public void theShareIsTheFormulasWhereThatIsBetweenNoneAndAll(BalanceRule rule, Norms norms, double share) {
        assertEquals(rule.kept(norms), share, 1e-6);
    }

    @DataProvider
    public Object[][] rules() {
        return new Object[][] {{BalanceRule.PAPER, 0.99}, {BalanceRule.CODE, 0.99}, {BalanceRule.CNEXT, 0.999}, {BalanceRule.FIXED, 0.99}};
    }

    /** Weights that are where their average is, a gradient that has not changed, and the first update, before which there is no gradient. */
    @Test(dataProvider = "rules")
    public void nothingComesOfADivisionByNothing(BalanceRule rule, double usual) {
        assertTrue(Double.isNaN(rule.kept(new Norms(0, 1, 1, 1))));
        assertTrue(Double.isNaN(rule.kept(new Norms(1, 1, 0, 1))));
        assertTrue(Double.isNaN(rule.kept(new Norms(0, 0, 0, 0))));
        assertTrue(Double.isNaN(rule.kept(new Norms(1, 1, Double.NaN, 1))));
        assertEquals(rule.usual(), usual);
    }
}
