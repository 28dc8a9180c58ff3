package org.palimpsest.harness.images;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.EnumMap;
import java.util.Map;
import org.palimpsest.datasets.Part;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.harness.api.Rows;

/** The parts of a data set on the device, each copied there when it is first asked for. */
final class DeviceParts {
    private final ImageDataset dataset;
    private final NDManager manager;
    private final Map<Part, Rows> parts = new EnumMap<>(Part.class);

    DeviceParts(ImageDataset dataset, NDManager manager) {
        this.dataset = dataset;
        this.manager = manager;
    }

    /** All examples of a part, one a row. */
    Rows rows(Part part) {
        return parts.computeIfAbsent(part, p -> new Rows(DevicePixels.upload(manager, images(p))));
    }

    /** An array for some examples, as yet without values that mean anything. */
    NDArray allocate(NDManager owner, int examples) {
        Shape shape = new Shape(examples).addAll(DevicePixels.shape(dataset.info().shape()));
        return owner.create(shape, DevicePixels.type(dataset.train().type()));
    }

    private LabelledImages images(Part part) {
        return part == Part.TRAIN ? dataset.train() : dataset.test();
    }
}
