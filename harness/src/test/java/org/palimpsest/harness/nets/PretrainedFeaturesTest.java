package org.palimpsest.harness.nets;

import static org.testng.Assert.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.PretrainedWeights;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.WeightFiles;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.NativeTest;
import org.palimpsest.harness.api.network.BackboneModule;
import org.palimpsest.harness.config.PlannedBackbone;
import org.palimpsest.harness.images.ApiTypes;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Pretrained networks on real images that they were not trained on, where the machine has both. */
public class PretrainedFeaturesTest extends NativeTest {
    private static final int CLASSES = 10;
    private static final int EXAMPLES = 20;

    /**
     * The nearest mean of 20 training images for 20 test images of each of the first ten classes (chance: 0.10). Measured on
     * CIFAR-100 are 0.48 for ResNet-20 and 0.47 for ResNet-32, on CUB at 112 pixels 0.83 for SqueezeNet; without pretrained weights they
     * have 0.23, 0.22 and 0.13.
     */
    @DataProvider
    public Object[][] networks() {
        return new Object[][] {
            {new ResNet20Backbone(), new CifarResNet.Options(Optional.of("cifar10-resnet20")), "cifar100", 0.4},
            {new ResNet32Backbone(), new CifarResNet.Options(Optional.of("cifar10-resnet32")), "cifar100", 0.4},
            {new SqueezeNetBackbone(), new SqueezeNetBackbone.Options(Optional.of("imagenet-squeezenet")), "cub100", 0.7},
        };
    }

    @Test(dataProvider = "networks")
    public void theirFeaturesTellClassesApart(BackboneModule<?> module, Record options, String dataset, double margin) {
        DataFolders folders = DataFolders.of(List.of(), System.getenv(), Path.of(System.getProperty("user.home")));
        ImageDataset data;
        PretrainedWeights weights;
        try {
            data = AllDatasets.catalogue(folders, ProgressMonitor.NONE).load(dataset, ImageDataset.class);
            weights = new WeightFiles(folders).load(module.weightsOf(options).orElseThrow());
        } catch (DatasetException e) {
            throw new SkipException(e.getMessage());
        }
        Shape example = new Shape(3, data.info().shape().height(), data.info().shape().width());
        Block block = module.create(options, example);
        module.pretrain(block, PlannedBackbone.forNetworks(weights), ApiTypes.statistics(data.info()));
        block.initialize(manager(), DataType.FLOAT32, new Shape(1).addAll(example));
        double accuracy = nearestMean(features(block, data, data.train()), features(block, data, data.test()));
        assertTrue(accuracy > margin, "accuracy " + accuracy);
    }

    /** Features of the first examples of each of the first classes, at length 1: shape (classes, examples, d). */
    private NDArray features(Block block, ImageDataset data, LabelledImages images) {
        int size = images.shape().size();
        ByteBuffer chosen = manager().allocateDirect(CLASSES * EXAMPLES * size);
        for (int c = 0; c < CLASSES; c++) {
            int label = c;
            IntStream.range(0, images.size()).filter(i -> images.label(i) == label).limit(EXAMPLES)
                    .forEach(i -> chosen.put(images.pixels().slice(i * size, size)));
        }
        Shape shape = new Shape(CLASSES * EXAMPLES, 3, images.shape().height(), images.shape().width());
        NDArray pixels = manager().create(chosen.rewind(), shape, DataType.UINT8).toType(DataType.FLOAT32, true).div(255);
        NDArray mean = manager().create(narrow(data.info().mean()), new Shape(3, 1, 1));
        NDArray sd = manager().create(narrow(data.info().std()), new Shape(3, 1, 1));
        NDArray features = block.forward(new ParameterStore(manager(), false), new NDList(pixels.sub(mean).div(sd)), false).singletonOrThrow();
        return features.normalize(2, 1).reshape(CLASSES, EXAMPLES, -1);
    }

    private static double nearestMean(NDArray train, NDArray test) {
        NDArray means = train.mean(new int[] {1}).normalize(2, 1);
        long[] nearest = test.reshape(CLASSES * EXAMPLES, -1).matMul(means.transpose()).argMax(1).toLongArray();
        return IntStream.range(0, nearest.length).filter(i -> nearest[i] == i / EXAMPLES).count() / (double) nearest.length;
    }
}
