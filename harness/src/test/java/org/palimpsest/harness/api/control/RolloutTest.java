package org.palimpsest.harness.api.control;

import static org.testng.Assert.assertEquals;

import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.palimpsest.harness.api.State;
import org.testng.annotations.Test;

public class RolloutTest {
    private static final float[] AFTER = {6, 2};

    /** Three steps in two environments: in the first an episode is over with the second step, in the other it is cut off there. */
    private static Rollout threeSteps() {
        Rollout rollout = new Rollout(4, 2, 1);
        rollout.add(step(0, new float[] {1, 0}, new boolean[2], new boolean[2]), new float[] {1, 2}, new float[] {-1, -2}, new float[2]);
        rollout.add(step(2, new float[] {0, 3}, new boolean[] {true, false}, new boolean[] {false, true}), new float[] {2, 1}, new float[] {-3, -4},
                new float[] {99, 4});
        rollout.add(step(4, new float[] {2, -1}, new boolean[2], new boolean[2]), new float[] {4, 0}, new float[] {-5, -6}, new float[2]);
        return rollout;
    }

    private static Transitions step(int first, float[] rewards, boolean[] over, boolean[] cut) {
        return new Transitions(new byte[] {(byte) first, (byte) (first + 1)}, new int[] {first % 3, (first + 1) % 3}, rewards, new byte[2], new byte[2],
                over, cut);
    }

    /**
     * With discount and lambda 1/2. First environment: 2 + 6/2 - 4 = 1; 0 - 2 = -2, the end; (1 + 2/2 - 1) - 2/4 = 1/2. Second: -1 + 2/2 - 0 = 0;
     * 3 + 4 - 1 = 6, where 4 is half of what the last observation is worth; (0 + 1/2 - 2) + 6/4 = 0.
     */
    @Test
    public void advantagesReachToTheEndOfAnEpisode() {
        assertEquals(threeSteps().advantages(0.5, 0.5, AFTER), new float[] {0.5f, 0, -2, 6, 1, 0});
    }

    /** With lambda 0 they are the errors of one step; with discount and lambda 1 what was earned in the end, less what was expected. */
    @Test
    public void lambdaSaysHowFarTheyLook() {
        assertEquals(threeSteps().advantages(0.5, 0, AFTER), new float[] {1, -1.5f, -2, 6, 1, 0});
        assertEquals(threeSteps().advantages(1, 1, AFTER), new float[] {0, 5, -2, 6, 4, 1});
    }

    @Test
    public void whatIsKeptComesBackFromASnapshot() {
        try (NDManager manager = NDManager.newBaseManager(null, "PyTorch")) {
            Rollout before = threeSteps();
            State state = new State(manager);
            before.save(state);
            Rollout after = new Rollout(4, 2, 1);
            after.load(state);
            assertEquals(after.size(), 6);
            assertEquals(after.advantages(0.5, 0.5, AFTER), before.advantages(0.5, 0.5, AFTER));
            ByteBuffer observations = ByteBuffer.allocate(6);
            for (int k = 0; k < 6; k++) {
                after.observation(k, observations);
                assertEquals(after.action(k), k % 3);
                assertEquals(after.logProbability(k), -k - 1f);
                assertEquals(after.value(k), before.value(k));
            }
            assertEquals(observations.array(), new byte[] {0, 1, 2, 3, 4, 5});
            State empty = new State(manager);
            before.clear();
            before.save(empty);
            after.load(empty);
            assertEquals(after.size(), 0);
        }
    }
}
