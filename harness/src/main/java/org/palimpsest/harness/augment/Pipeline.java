package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.image.Augmentation;

/** Augmentations one after the other. What a stage needs on its way is freed when the stage is done. */
public final class Pipeline implements Augmentation {
    private final List<Augmentation> stages;

    private Pipeline(List<Augmentation> stages) {
        this.stages = List.copyOf(stages);
    }

    /** All of them, in this order. */
    public static Augmentation of(List<Augmentation> stages) {
        return stages.isEmpty() ? NONE : new Pipeline(stages);
    }

    @Override
    public NDArray apply(NDArray images, UniformRandomProvider random) {
        Progress progress = new Progress(images);
        for (Augmentation stage : stages) {
            if (stage instanceof Geometry geometry) {
                progress.move(geometry.draw((int) images.getShape().get(0), random));
            } else {
                progress.change(current -> stage.apply(current, random));
            }
        }
        return progress.end();
    }

    /** A batch on its way: the images so far, and moves that are still to be made. */
    private static final class Progress {
        private final NDArray original;
        private final NDManager owner;
        private NDArray current;
        private Optional<Warp> pending = Optional.empty();

        Progress(NDArray original) {
            this.original = original;
            this.owner = original.getManager();
            this.current = original;
        }

        void move(Warp next) {
            Optional<Warp> joined = pending.flatMap(p -> p.then(next));
            if (joined.isEmpty()) {
                makeMoves();
            }
            pending = Optional.of(joined.orElse(next));
        }

        void change(UnaryOperator<NDArray> stage) {
            makeMoves();
            replace(stage);
        }

        NDArray end() {
            makeMoves();
            return current;
        }

        private void makeMoves() {
            pending.ifPresent(warp -> replace(images -> Resampler.apply(images, warp)));
            pending = Optional.empty();
        }

        /** Results belong to the manager of the first operand, so for the time being that is one that closes at once. */
        private void replace(UnaryOperator<NDArray> stage) {
            NDArray before = current;
            try (NDManager scratch = owner.newSubManager()) {
                before.tempAttach(scratch);
                current = stage.apply(before);
                if (current != before) {
                    current.attach(owner);
                }
            }
            if (current != before && before != original) {
                before.close();
            }
        }
    }
}
