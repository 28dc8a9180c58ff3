package org.palimpsest.harness.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.text.AnswerParts;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.harness.api.text.TextBackboneModule;
import org.palimpsest.harness.api.text.Tokenizer;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.instructions.PlannedInstructions;

/**
 * The training of adapters in a model that writes, on the first set of a stream, written directly against DJL as well as we can: the same network, adapters
 * and update rule (Adam), texts of like length side by side; all layers are computed in each step; no harness, no records, no evaluation, no checks.
 */
final class BareTuning {
    /** Batches whose texts are sorted by length at a time, as in the harness. */
    private static final int STRETCH = 32;

    private final PlannedRun run;
    private final PlannedInstructions planned;
    private final int batch;
    private final int epochs;
    private final int padding;
    private final int[][] texts;
    private final int[] asked;

    BareTuning(PlannedRun run) {
        this.run = run;
        planned = (PlannedInstructions) run.stream();
        batch = planned.section().budget().batch();
        epochs = planned.section().budget().epochs();
        Tokenizer tokenizer = ((TextBackboneModule<?>) planned.backbone().module()).tokenizerOf(planned.backbone().options());
        padding = tokenizer.padding();
        List<InstructionExample> examples = AnswerParts.limited(planned.data().get(0).sets().get(0), planned.spec().train(), planned.spec().test()).train();
        texts = new int[examples.size()][];
        asked = new int[texts.length];
        for (int i = 0; i < texts.length; i++) {
            int[] answer = IntStream.concat(Arrays.stream(tokenizer.encode(examples.get(i).answer())), IntStream.of(tokenizer.end())).toArray();
            int[] prompt = IntStream.concat(tokenizer.begin().stream(), Arrays.stream(tokenizer.encode(examples.get(i).input()))).toArray();
            texts[i] = IntStream.concat(Arrays.stream(prompt), Arrays.stream(answer)).toArray();
            asked[i] = answer.length;
        }
    }

    /** Trains through all passes and returns microseconds per step. */
    double microsPerStep() {
        Engine.getInstance().setRandomSeed((int) run.seed());
        try (NDManager root = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
            Block block = run.recipe().rebuild(planned.network(), run.options());
            // what is frozen before it is initialised would be computed once for each text
            List<Parameter> frozen = block.getParameters().values().stream().filter(parameter -> !parameter.requiresGradient()).toList();
            frozen.forEach(parameter -> parameter.freeze(false));
            block.initialize(root, DataType.FLOAT32, new Shape(1).addAll(planned.example()));
            frozen.forEach(parameter -> parameter.freeze(true));
            ParameterStore store = new ParameterStore(root, false);
            List<NDArray> weights = block.getParameters().values().stream().filter(Parameter::requiresGradient).map(Parameter::getArray).toList();
            BareAdam adam = new BareAdam(root, weights, run.optimiser().lr());
            PtNDArray one = (PtNDArray) root.create(1f);
            long start = System.nanoTime();
            for (int epoch = 0; epoch < epochs; epoch++) {
                int[] order = order(epoch);
                for (int from = 0; from < order.length; from += batch) {
                    int[] rows = Arrays.copyOfRange(order, from, Math.min(from + batch, order.length));
                    try (NDManager scratch = root.newSubManager(); GradientCollector recording = Engine.getInstance().newGradientCollector()) {
                        NDArray outputs = block.forward(store, new NDList(input(scratch, rows)), true).singletonOrThrow();
                        NDArray loss = outputs.logSoftmax(1).gather(wanted(scratch, rows), 1).mean().neg();
                        JniUtils.backward((PtNDArray) loss, one, false, false);
                        adam.move();
                    }
                }
            }
            return (System.nanoTime() - start) / 1e3 / adam.updates();
        }
    }

    private int[] order(int epoch) {
        int[] order = RandomStreams.permutation(texts.length, RandomStreams.of(run.seed()).get("data-order", 0, epoch));
        int stretch = STRETCH * batch;
        return IntStream.range(0, (order.length + stretch - 1) / stretch).flatMap(s -> Arrays.stream(order, s * stretch,
                Math.min((s + 1) * stretch, order.length)).boxed().sorted(Comparator.comparing(i -> texts[i].length)).mapToInt(i -> i)).toArray();
    }

    /** What the network reads, shape (n, 2, length). */
    private NDArray input(NDManager scratch, int... rows) {
        int width = Arrays.stream(rows).map(row -> texts[row].length).max().orElseThrow();
        int[] all = new int[rows.length * 2 * width];
        for (int i = 0; i < rows.length; i++) {
            int[] text = texts[rows[i]];
            int at = 2 * i * width;
            System.arraycopy(text, 0, all, at, text.length);
            Arrays.fill(all, at + text.length, at + width, padding);
            int end = at + width + text.length - 1;
            Arrays.fill(all, end - asked[rows[i]], end, 1);
        }
        return scratch.create(all, new Shape(rows.length, 2, width));
    }

    /** The tokens that are asked for, shape (m, 1). */
    private NDArray wanted(NDManager scratch, int... rows) {
        long[] tokens = Arrays.stream(rows).flatMap(row -> Arrays.stream(texts[row]).skip(texts[row].length - asked[row])).asLongStream().toArray();
        return scratch.create(tokens, new Shape(tokens.length, 1));
    }
}
