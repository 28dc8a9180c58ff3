package org.palimpsest.methods.control;

import com.google.auto.service.AutoService;
import com.google.inject.Inject;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.State;
import org.palimpsest.harness.api.control.Agent;
import org.palimpsest.harness.api.control.AgentModule;
import org.palimpsest.harness.api.control.Surroundings;
import org.palimpsest.harness.api.control.Transitions;

/** {@code random}: any action, each as likely as any other; what every agent has to beat. */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(MethodModule.class)
public final class RandomAgent extends AgentModule<NoOptions> {
    /** For the service loader. */
    public RandomAgent() {
        super("random", "acts at random and learns nothing", "lower bound", Player.class, NoOptions.class);
    }

    /** The player: every choice is drawn from what it was for, and every evaluation has the same ones. */
    static final class Player implements Agent {
        private final Randomness random;
        private final int actions;
        private long acted;
        private long evaluated;

        @Inject
        Player(Randomness random, Surroundings surroundings) {
            this.random = random;
            actions = surroundings.actions();
        }

        @Override
        public void begin(int task, long steps) {}

        @Override
        public void act(byte[] observations, int[] chosen, boolean explore) {
            UniformRandomProvider dice = explore ? random.get("actions", acted) : random.get("evaluation-actions", evaluated++);
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = dice.nextInt(actions);
            }
        }

        @Override
        public void observe(Transitions transitions) {
            acted++;
            evaluated = 0;
        }

        @Override
        public void save(State state) {
            state.put("acted", acted);
        }

        @Override
        public void load(State state) {
            acted = state.longs("acted")[0];
        }
    }
}
