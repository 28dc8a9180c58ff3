package org.palimpsest.harness.api;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.multibindings.Multibinder;
import jakarta.validation.constraints.PositiveOrZero;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.training.Optimiser;
import org.palimpsest.harness.api.training.OptimiserOptions;
import org.palimpsest.harness.api.training.OptimiserOptions.Rule;
import org.palimpsest.harness.api.training.StepListener;
import org.palimpsest.harness.api.training.Training;
import org.testng.annotations.Test;

/** An add-on as an author writes one: half the strength times the squared weights, announced by a module, made by Guice. */
public class AddOnModuleTest extends NativeTest {
    private static final double STRENGTH = 0.3;

    public record Options(@Doc("factor on half the squared weights") @PositiveOrZero @Default("0.1") double strength) {}

    static final class Penalty implements AddOn {
        private final Network network;
        private final Options options;

        @Inject
        Penalty(Network network, Options options) {
            this.network = network;
            this.options = options;
        }

        @Override
        public NDArray loss(NDArray loss) {
            NDArray total = loss;
            for (var parameter : network.parameters()) {
                total = total.add(parameter.getArray().square().sum().mul((float) options.strength() / 2));
            }
            return total;
        }
    }

    public static final class PenaltyModule extends AddOnModule<Options> {
        public PenaltyModule() {
            super("penalty", "squared weights", "none", Penalty.class, Options.class);
        }
    }

    private Training training(Network network, AddOnModule... addOns) {
        Injector injector = Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(NDManager.class).toInstance(manager());
                bind(Randomness.class).toInstance(new Randomness(0));
                bind(Network.class).toInstance(network);
                bind(Augmentation.class).toInstance(Augmentation.NONE);
                bind(Optimiser.class).toInstance(new Optimiser(manager(), network.parameters(), new OptimiserOptions(Rule.SGD, 1, 0, 0)));
                bind(StepListener.class).toInstance((step, examples) -> {});
                bind(TaskOfClass.class).toInstance(new TaskOfClass(new int[3]));
                bind(Options.class).toInstance(new Options(STRENGTH));
                Multibinder.newSetBinder(binder(), AddOn.class);
                for (AddOnModule<?> addOn : addOns) {
                    install(addOn);
                }
            }
        });
        return injector.getInstance(Training.class);
    }

    @Test
    public void addsToTheLossAndToTheGradientOfEveryWeight() {
        seed(1);
        Network plain = Images.mlp(manager(), HeadKind.FULL, 3);
        seed(1);
        Network punished = Images.mlp(manager(), HeadKind.FULL, 3);
        float[][] start = new float[6][];
        for (int i = 0; i < 6; i++) {
            start[i] = Images.parameter(plain, i);
            assertEquals(Images.parameter(punished, i), start[i]);
        }
        step(training(plain));
        step(training(punished, new PenaltyModule()));
        for (int i = 0; i < 6; i++) {
            // learning rate 1: the penalty's gradient, strength * w, is the whole difference
            double[] expected = new double[start[i].length];
            for (int j = 0; j < expected.length; j++) {
                expected[j] = Images.parameter(plain, i)[j] - STRENGTH * start[i][j];
            }
            assertClose(Images.parameter(punished, i), expected, 1e-5);
        }
    }

    @Test
    public void addsHalfItsStrengthTimesTheSquaredWeightsToTheLoss() {
        Network network = Images.mlp(manager(), HeadKind.FULL, 3);
        double squares = 0;
        for (int i = 0; i < 6; i++) {
            for (float w : Images.parameter(network, i)) {
                squares += (double) w * w;
            }
        }
        NDArray loss = new Penalty(network, new Options(STRENGTH)).loss(manager().create(2f));
        assertEquals(loss.getFloat(), 2 + STRENGTH / 2 * squares, 1e-5);
    }

    private Batch batch() {
        return new Batch(bytes(new Shape(2, 1, 2, 2), 1, 2, 3, 4, 9, 8, 7, 6), new int[] {1, 2});
    }

    private void step(Training training) {
        training.step(batch(), b -> Losses.crossEntropy(training.logits(b), b.labels()), () -> {});
    }

    @Test
    public void aRecipeIsNamedInLowerCaseLettersDigitsAndHyphens() {
        assertEquals(new PenaltyModule().name(), "penalty");
        for (String name : new String[] {"", "Penalty", "two words", "a+b", "-a", "der+++"}) {
            expectThrows(IllegalArgumentException.class, () -> new Named(name));
        }
        assertEquals(new Named("der++").name(), "der++");
    }

    private static final class Named extends AddOnModule<Options> {
        Named(String name) {
            super(name, "", "", Penalty.class, Options.class);
        }
    }
}
