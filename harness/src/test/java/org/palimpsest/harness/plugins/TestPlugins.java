package org.palimpsest.harness.plugins;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import com.google.inject.Inject;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.AddOn;
import org.palimpsest.harness.api.AddOnModule;
import org.palimpsest.harness.api.Batch;
import org.palimpsest.harness.api.BenchmarkFacts;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.Learner;
import org.palimpsest.harness.api.Learns;
import org.palimpsest.harness.api.MethodModule;
import org.palimpsest.harness.api.NoOptions;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.image.AugmentationModule;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.NormaliserModule;
import org.palimpsest.harness.api.network.Pretrained;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.api.training.GradientLearner;
import org.palimpsest.harness.api.training.Training;

/** Small methods, add-ons and backbones to be announced by the jars that tests write. */
public final class TestPlugins {
    private TestPlugins() {}

    static final class Plain extends GradientLearner {
        @Inject
        Plain(Training training) {
            super(training);
        }

        @Override
        protected NDArray loss(Batch batch) {
            return loss(logits(batch), batch);
        }
    }

    static final class Nothing implements AddOn {}

    public record Memory(
            @Doc("examples kept") @Positive @Default("200") int buffer,
            @Doc("weight of the second loss") @PositiveOrZero @Default("0.5") double beta) {}

    public record Wide(@Doc("examples kept") @Positive @Default("50") int buffer) {}

    public record Decay(
            @Doc("how much") @PositiveOrZero @Default("0.1") double strength,
            @Doc("a word that benchmarks use too") @Positive @Default("2") double growth) {}

    public record Layered(@Doc("examples kept") @Positive @Default("20") int buffer, Decay inner) {}

    /** Method {@code layered}, with a section of options, which learns grey images of some size alone. */
    public static final class LayeredModule extends MethodModule<Layered> {
        public LayeredModule() {
            super("layered", "a method", "nobody", Plain.class, Layered.class);
        }

        @Override
        protected List<String> check(Layered options, BenchmarkFacts benchmark) {
            Layered layered = (Layered) options;
            boolean large = benchmark.images().filter(p -> p.height() * layered.buffer() >= benchmark.classes()).isPresent();
            return large && !benchmark.augmented() ? List.of() : List.of("needs images as they are", "and large ones");
        }
    }

    /** Learners of another kind than any stream here has. */
    @Learns("environments")
    interface Player extends Learner {}

    /** Method {@code player}, which learns environments. */
    public static final class PlayerModule extends MethodModule<NoOptions> {
        public PlayerModule() {
            super("player", "a method", "nobody", Player.class, NoOptions.class);
        }
    }

    /** Method {@code dark}. */
    public static final class Dark extends MethodModule<Memory> {
        public Dark() {
            super("dark", "a method", "nobody", Plain.class, Memory.class);
        }
    }

    /** Method {@code dark++}. */
    public static final class DarkPlusPlus extends MethodModule<Memory> {
        public DarkPlusPlus() {
            super("dark++", "a method", "nobody", Plain.class, Memory.class);
        }
    }

    /** Method {@code wide}, which has a buffer too. */
    public static final class WideModule extends MethodModule<Wide> {
        public WideModule() {
            super("wide", "a method", "nobody", Plain.class, Wide.class);
        }
    }

    /** A second method of the name {@code dark}. */
    public static final class Impostor extends MethodModule<NoOptions> {
        public Impostor() {
            super("dark", "another method", "nobody", Plain.class, NoOptions.class);
        }
    }

    /** Add-on {@code decay}. */
    public static final class DecayModule extends AddOnModule<Decay> {
        public DecayModule() {
            super("decay", "an add-on", "nobody", Nothing.class, Decay.class);
        }
    }

    /** Add-on {@code calm}. */
    /** A method by the name of an add-on. */
    public static final class DecayMethod extends MethodModule<NoOptions> {
        public DecayMethod() {
            super("decay", "a method", "nobody", Plain.class, NoOptions.class);
        }
    }

    public static final class CalmModule extends AddOnModule<NoOptions> {
        public CalmModule() {
            super("calm", "an add-on", "nobody", Nothing.class, NoOptions.class);
        }
    }

    /** Add-on {@code picky}, which can work on no backbone. */
    public static final class PickyModule extends AddOnModule<NoOptions> {
        public PickyModule() {
            super("picky", "an add-on", "nobody", Nothing.class, NoOptions.class);
        }

        @Override
        protected Block rebuild(Block backbone, NoOptions options) {
            throw new IllegalArgumentException("has a layer too few");
        }
    }

    /** Add-on {@code wary}, which wants augmented images of many classes. */
    public static final class WaryModule extends AddOnModule<NoOptions> {
        public WaryModule() {
            super("wary", "an add-on", "nobody", Nothing.class, NoOptions.class);
        }

        @Override
        protected List<String> check(NoOptions options, BenchmarkFacts benchmark) {
            return benchmark.augmented() ? List.of() : List.of("wants augmented images, of " + benchmark.classes() + " classes, too");
        }
    }

    public record Strength(@Doc("how much") @Positive @Default("2") double strength) {}

    /** Normaliser {@code halves}, which has to know tasks. */
    public static final class Halves extends NormaliserModule<Strength> {
        public Halves() {
            super("halves", "a normaliser", "nobody", Strength.class);
        }

        @Override
        protected Block build(Strength options) {
            return Blocks.identityBlock();
        }

        @Override
        public boolean needsTasks() {
            return true;
        }
    }

    /** An add-on of the name {@code halves}. */
    public static final class SecondHalves extends AddOnModule<NoOptions> {
        public SecondHalves() {
            super("halves", "an add-on", "nobody", NoOptions.class);
        }
    }

    /** Normaliser {@code wholes}. */
    public static final class Wholes extends NormaliserModule<NoOptions> {
        public Wholes() {
            super("wholes", "a normaliser", "nobody", NoOptions.class);
        }

        @Override
        protected Block build(NoOptions options) {
            return Blocks.identityBlock();
        }
    }

    /** Backbone {@code pixels}. */
    public static final class Pixels extends BackboneModule<NoOptions> {
        public Pixels() {
            super("pixels", "the pixels themselves", "nobody", NoOptions.class);
        }

        @Override
        protected Block build(NoOptions options, Shape input) {
            return Blocks.batchFlattenBlock();
        }
    }

    public record Given(@Doc("weights to start from") Optional<String> weights) {}

    /** Backbone {@code given}: two features, of 64 pixels each, whose weights may be given as {@code w} and {@code b}. */
    public static final class GivenModule extends BackboneModule<Given> {
        public GivenModule() {
            super("given", "two features", "nobody", Given.class);
        }

        @Override
        protected Block build(Given options, Shape input) {
            return new SequentialBlock().add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(2).build());
        }

        @Override
        protected Optional<String> weights(Given options) {
            return options.weights();
        }

        @Override
        protected void load(Block block, PretrainedWeights weights, ChannelStatistics normalised) {
            Pretrained.apply(block, weights, path -> path.endsWith("weight") ? "w" : "b", name -> name.equals("classifier"));
        }
    }

    /** Augmentation {@code black}. */
    public static final class Black extends AugmentationModule<NoOptions> {
        public Black() {
            super("black", "all black", "nobody", NoOptions.class);
        }

        @Override
        protected Augmentation build(NoOptions options, ImageInfo images) {
            return (batch, random) -> batch.zerosLike();
        }
    }

    /** Cannot be made. */
    public static final class Broken extends MethodModule<NoOptions> {
        public Broken() {
            super("broken", "a method", "nobody", Plain.class, NoOptions.class);
            throw new IllegalStateException("no luck today");
        }
    }

    /** Has a name that no recipe may have. */
    public static final class Misnamed extends MethodModule<NoOptions> {
        public Misnamed() {
            super("Mis Named", "a method", "nobody", Plain.class, NoOptions.class);
        }
    }
}
