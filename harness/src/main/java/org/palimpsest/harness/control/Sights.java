package org.palimpsest.harness.control;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.gauges.NetworkGauges;

/** What gauges look at: observations of a game that random actions lead to, the same for all agents, at all moments and in all visits. */
final class Sights {
    private static final int GAMES = 16;
    /** Steps from one observation to the next: neighbours are much alike. */
    private static final int STRIDE = 4;

    private Sights() {}

    /** Those of the game of a task: shape (n, planes, height, width), stored. */
    static NDArray of(ControlCourse course, int task, NDManager owner) {
        int game = course.game(task);
        Surroundings seen = course.planned().surroundings();
        ByteBuffer all = ByteBuffer.allocateDirect(NetworkGauges.EXAMPLES * seen.bytes());
        UniformRandomProvider dice = course.random().get("gauge-actions", game);
        try (Arena arena = course.arena(game, GAMES, course.random().engineSeed("gauge-environment", game))) {
            for (int step = 0; all.hasRemaining(); step++) {
                byte[] observed = arena.step((before, actions) -> {
                    for (int i = 0; i < actions.length; i++) {
                        actions[i] = dice.nextInt(seen.actions());
                    }
                }, (i, earned, length, cut) -> {}).after();
                if (step % STRIDE == 0) {
                    all.put(observed);
                }
            }
        }
        return owner.create(all.flip(), new Shape(NetworkGauges.EXAMPLES).addAll(seen.observation()), DataType.UINT8);
    }
}
