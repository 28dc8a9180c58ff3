package org.palimpsest.harness.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.augment.Pipeline;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.images.ApiTypes;
import org.palimpsest.harness.images.PlannedImages;

/** What the augmentations of a benchmark cost, normalisation included, beside a training step without them. */
final class AugmentationBench {
    private static final int ROUNDS = 20;

    private AugmentationBench() {}

    static List<Measurement> measure(BenchSpec spec, PlannedRun run) {
        double[] step = new double[spec.repeats()];
        double[] augmented = new double[spec.repeats()];
        for (int i = -1; i < spec.repeats(); i++) {
            double micros = new BareLoop(run, 0, 0).microsPerStep();
            PlannedImages planned = (PlannedImages) run.stream();
            double own = microsPerBatch(planned, planned.section().budget().batch());
            if (i >= 0) {
                step[i] = micros;
                augmented[i] = own;
            }
        }
        return List.of(Measurement.of(spec.id() + ": augmentation and normalisation / step", "us", step, augmented, spec.bar()));
    }

    private static double microsPerBatch(PlannedImages planned, int size) {
        ImageInfo info = ApiTypes.images(planned.dataset().info());
        Augmentation pipeline = Pipeline.of(planned.augmentations().stream().map(a -> a.create(info)).toList());
        RandomStreams random = RandomStreams.of(0);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            NDArray batch = batch(planned.dataset().train(), size, manager);
            Shape perChannel = new Shape(info.channels(), 1, 1);
            NDArray half = manager.full(perChannel, 0.5f);
            long start = System.nanoTime();
            for (int round = 0; round < ROUNDS; round++) {
                try (NDManager scratch = manager.newSubManager()) {
                    batch.attach(scratch);
                    NDArray changed = pipeline.apply(batch, random.get("bench", round));
                    changed.toType(DataType.FLOAT32, true).muli(half).subi(half);
                    batch.attach(manager);
                }
            }
            return (System.nanoTime() - start) / 1e3 / ROUNDS;
        }
    }

    private static NDArray batch(LabelledImages images, int size, NDManager manager) {
        ImageShape shape = images.shape();
        byte[] bytes = new byte[size * shape.size()];
        images.pixels().get(bytes);
        ByteBuffer direct = manager.allocateDirect(bytes.length);
        direct.put(bytes).rewind();
        return manager.create(direct, new Shape(size, shape.channels(), shape.height(), shape.width()), DataType.UINT8);
    }
}
