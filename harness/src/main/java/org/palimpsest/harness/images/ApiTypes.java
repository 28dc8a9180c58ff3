package org.palimpsest.harness.images;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.harness.api.ImageInfo;
import org.palimpsest.harness.api.network.ChannelStatistics;

/** What is known of data, in the words of the method API, which knows nothing of data sources. */
public final class ApiTypes {
    private static final int WHITE = 255;

    private ApiTypes() {}

    /** The images of a data set of pixels. */
    public static ImageInfo images(DatasetInfo data) {
        return new ImageInfo(data.shape().channels(), data.shape().height(), data.shape().width(),
                Arrays.stream(data.mean()).map(m -> WHITE * m).boxed().toList());
    }

    /** What the examples of a data set are normalised by. */
    public static ChannelStatistics statistics(DatasetInfo data) {
        return new ChannelStatistics(Arrays.stream(data.mean()).boxed().toList(), Arrays.stream(data.std()).boxed().toList());
    }

    /** How values lie on the device as they are stored. */
    public static DataType stored(ElementType type) {
        return switch (type) {
            case UINT8 -> DataType.UINT8;
            case FLOAT32 -> DataType.FLOAT32;
        };
    }
}
