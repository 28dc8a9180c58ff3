package org.palimpsest.harness.images;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.expectThrows;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.FloatArray;
import org.palimpsest.datasets.WeightArray;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.network.ChannelStatistics;
import org.palimpsest.harness.api.network.PretrainedArray;
import org.palimpsest.harness.api.network.PretrainedWeights;
import org.palimpsest.harness.config.PlannedBackbone;
import org.testng.annotations.Test;

public class ApiTypesTest {
    private static final DatasetInfo DATA = new DatasetInfo("images", "", "", "", List.of("a", "b"), new ImageShape(3, 4, 5), 1, 1,
            new double[] {0.5, 0.25, 0}, new double[] {0.25, 0.5, 1}, Optional.empty());

    @Test
    public void imagesAreToldInTheRangeOfTheirPixels() {
        assertEquals(ApiTypes.images(DATA), new ImageInfo(3, 4, 5, List.of(127.5, 63.75, 0.0)));
    }

    @Test
    public void inputIsNormalisedByTheStatisticsOfTheDataSet() {
        assertEquals(ApiTypes.statistics(DATA), new ChannelStatistics(List.of(0.5, 0.25, 0.0), List.of(0.25, 0.5, 1.0)));
        assertEquals(ApiTypes.statistics(DATA).channels(), 3);
        expectThrows(IllegalArgumentException.class, () -> new ChannelStatistics(List.of(0.5), List.of()));
    }

    @Test
    public void whatIsStoredKeepsItsWidth() {
        for (ElementType type : ElementType.values()) {
            assertEquals(ApiTypes.stored(type).getNumOfBytes(), type.bytes());
        }
        assertEquals(ApiTypes.stored(ElementType.UINT8), DataType.UINT8);
    }

    @Test
    public void weightsKeepNamesOrderShapesAndValues() {
        float[] values = {1, 2, 3, 4, 5, 6};
        Map<String, WeightArray> arrays = new LinkedHashMap<>();
        arrays.put("z.weight", WeightArray.of(new FloatArray(List.of(2, 3), values)));
        arrays.put("a.count", WeightArray.of(new FloatArray(List.of(), new float[] {7})));
        PretrainedWeights weights = PlannedBackbone.forNetworks(new org.palimpsest.datasets.PretrainedWeights("made", "0", arrays));
        assertEquals(weights.name(), "made");
        assertEquals(List.copyOf(weights.arrays().keySet()), List.of("z.weight", "a.count"));
        assertEquals(weights.array("z.weight").shape(), new Shape(2, 3));
        assertEquals(weights.array("z.weight").values(), values);
        assertEquals(weights.array("a.count").shape(), new Shape());
        assertEquals(expectThrows(IllegalArgumentException.class, () -> weights.array("b.weight")).getMessage(),
                "made has no array 'b.weight'; the nearest it has is 'z.weight'");
        expectThrows(IllegalArgumentException.class, () -> new PretrainedArray(new Shape(2, 3), new float[5]));
    }
}
