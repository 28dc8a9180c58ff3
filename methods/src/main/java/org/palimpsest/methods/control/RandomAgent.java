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

    /** The player. Every evaluation draws from the beginning of a stream of its own, so that it leaves no trace. */
    static final class Player implements Agent {
        private final Randomness random;
        private final int actions;
        private UniformRandomProvider training;
        private UniformRandomProvider evaluation;

        @Inject
        Player(Randomness random, Surroundings surroundings) {
            this.random = random;
            actions = surroundings.actions();
        }

        @Override
        public void begin(int task, long steps) {
            training = random.get("actions", task);
        }

        @Override
        public void act(byte[] observations, int[] chosen, boolean explore) {
            if (explore) {
                evaluation = null;
            } else if (evaluation == null) {
                evaluation = random.get("evaluation-actions");
            }
            UniformRandomProvider dice = explore ? training : evaluation;
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = dice.nextInt(actions);
            }
        }

        @Override
        public void observe(Transitions transitions) {}

        @Override
        public void save(State state) {}

        @Override
        public void load(State state) {}
    }
}
