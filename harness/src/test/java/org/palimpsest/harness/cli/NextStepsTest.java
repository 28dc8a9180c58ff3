package org.palimpsest.harness.cli;

import static org.testng.Assert.assertEquals;

import java.util.List;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NextStepsTest {
    @DataProvider
    Object[][] seeds() {
        return new Object[][] {
            {List.of(0L), "3"},
            {List.of(0L, 1L), "4"},
            {List.of(0L, 1L, 2L, 0L, 1L, 2L), "6"},
            {List.of(3L, 5L, 7L), "3,5,7,0,1,2"},
            {List.of(7L), "7,0,1"},
            {List.of(-1L, 0L), "-1,0,1,2"},
        };
    }

    @Test(dataProvider = "seeds")
    public void moreSeedsKeepThoseThatThereAre(List<Long> present, String more) {
        assertEquals(NextSteps.moreSeeds(present), more);
    }
}
