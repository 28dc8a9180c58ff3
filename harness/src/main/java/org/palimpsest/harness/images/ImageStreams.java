package org.palimpsest.harness.images;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.engine.StreamKind;

/** Streams of images, or of features, with labels. */
@AutoService(StreamKind.class)
public final class ImageStreams extends StreamKind {
    @Override
    protected void configure() {
        bindKind(ImagePlanner.class, PlannedImages.class, ImageCourse.Factory.class);
    }
}
