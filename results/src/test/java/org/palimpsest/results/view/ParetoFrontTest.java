package org.palimpsest.results.view;

import static org.testng.Assert.assertEquals;

import org.testng.annotations.Test;

public class ParetoFrontTest {
    @Test
    public void whatAnotherBeatsInBothIsNotOnTheFront() {
        double[] costs = {1, 2, 3, 2, 4, 1};
        double[] values = {.5, .7, .6, .6, .9, .4};
        assertEquals(ParetoFront.of(costs, values), new boolean[] {true, true, false, false, true, false});
    }

    @Test
    public void equalsAreBothOnIt() {
        assertEquals(ParetoFront.of(new double[] {1, 1}, new double[] {2, 2}), new boolean[] {true, true});
        assertEquals(ParetoFront.of(new double[] {1, 1, 0}, new double[] {2, 3, 3}), new boolean[] {false, false, true});
        assertEquals(ParetoFront.of(new double[0], new double[0]), new boolean[0]);
    }
}
