package org.palimpsest.harness.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import com.google.auto.service.AutoService;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.palimpsest.harness.api.Augmentation;
import org.palimpsest.harness.api.AugmentationModule;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.PictureInfo;
import org.palimpsest.harness.api.Rows;

/**
 * {@code auto-augment}: for every picture one of the 25 sub-policies that were found on CIFAR-10. Pictures that have the same
 * operation before them are changed together.
 */
@SuppressWarnings("rawtypes") // the service file names the raw type
@AutoService(AugmentationModule.class)
public final class AutoAugment extends AugmentationModule<AutoAugment.Options> {
    /** For the service loader. */
    public AutoAugment() {
        super("auto-augment", "one of 25 pairs of operations that were found on CIFAR-10",
                "Cubuk et al., AutoAugment: Learning Augmentation Strategies from Data, CVPR 2019", Options.class);
    }

    @Override
    protected Optional<String> check(Options options, PictureInfo pictures) {
        return pictures.colour() ? Optional.empty() : Optional.of("needs colour pictures; these have " + pictures.channels() + " channel(s)");
    }

    @Override
    protected Augmentation build(Options options, PictureInfo pictures) {
        return (batch, random) -> {
            int n = (int) batch.getShape().get(0);
            List<List<Act>> rounds = draw(n, random);
            boolean bytes = batch.getDataType() == DataType.UINT8;
            Shuffled current = new Shuffled(bytes ? batch : batch.round().toType(DataType.UINT8, false), n);
            for (List<Act> acts : rounds) {
                current = current.after(acts, options.fill());
            }
            return current.inOrder();
        };
    }

    /** Two rounds of operations on n pictures. */
    static List<List<Act>> draw(int n, UniformRandomProvider random) {
        List<List<Act>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < n; i++) {
            SubPolicy chosen = SubPolicy.CIFAR_10.get(random.nextInt(SubPolicy.CIFAR_10.size()));
            chosen.first().draw(i, random).ifPresent(rounds.get(0)::add);
            chosen.second().draw(i, random).ifPresent(rounds.get(1)::add);
        }
        return rounds;
    }

    /** An operation on one picture of the batch. */
    record Act(int picture, Operation operation, double magnitude) {}

    /** Pictures in another order than that of the batch: picture i is in row {@code rowOf[i]}. */
    private record Shuffled(NDArray pictures, int[] rowOf) {
        Shuffled(NDArray pictures, int n) {
            this(pictures, IntStream.range(0, n).toArray());
        }

        /** After one round: each operation on all pictures that have it, and the others behind one another. */
        Shuffled after(List<Act> acts, double fill) {
            Map<Operation, List<Act>> byOperation = new EnumMap<>(Operation.class);
            acts.forEach(act -> byOperation.computeIfAbsent(act.operation(), o -> new ArrayList<>()).add(act));
            Set<Integer> busy = acts.stream().map(Act::picture).collect(Collectors.toSet());
            List<Integer> idle = IntStream.range(0, rowOf.length).filter(i -> !busy.contains(i)).boxed().toList();
            Rows rows = new Rows(pictures);
            int[] next = new int[rowOf.length];
            int filled = 0;
            NDList parts = new NDList();
            if (!idle.isEmpty()) {
                parts.add(take(rows, idle));
                filled = place(idle, next, filled);
            }
            for (Map.Entry<Operation, List<Act>> group : byOperation.entrySet()) {
                List<Integer> members = group.getValue().stream().map(Act::picture).toList();
                double[] magnitudes = group.getValue().stream().mapToDouble(Act::magnitude).toArray();
                parts.add(group.getKey().apply(take(rows, members), magnitudes, fill));
                filled = place(members, next, filled);
            }
            return new Shuffled(NDArrays.concat(parts), next);
        }

        private NDArray take(Rows rows, List<Integer> members) {
            return rows.select(pictures.getManager(), members.stream().mapToInt(i -> rowOf[i]).toArray());
        }

        private static int place(List<Integer> members, int[] rowOf, int from) {
            int row = from;
            for (int i : members) {
                rowOf[i] = row++;
            }
            return row;
        }

        NDArray inOrder() {
            return new Rows(pictures).select(pictures.getManager(), rowOf);
        }
    }

    /**
     * Options.
     *
     * @param fill value of what a shear, shift or rotation brings in from outside the picture
     */
    public record Options(@Doc("pixel value of what was outside") @PositiveOrZero @DecimalMax("255") @Default("128") double fill) {}
}
