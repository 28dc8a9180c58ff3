package org.palimpsest.harness.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.TemporaryFolder;
import org.palimpsest.datasets.catalogue.AllDatasets;
import org.palimpsest.datasets.decode.EncodedImage;
import org.palimpsest.datasets.decode.ImageDecoder;
import org.palimpsest.datasets.decode.ImageSettings;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.image.ImageDataset;

/** How fast data gets into memory. */
final class DataBench {
    private static final int IMAGES = 400;
    /** Rounds that are not counted, for the compiler. */
    private static final int WARM_UPS = 3;

    private final DataFolders folders;

    DataBench(DataFolders folders) {
        this.folders = folders;
    }

    /** Why a data set cannot be measured here, if so. */
    Optional<String> absent(String dataset) {
        DatasetState state = AllDatasets.catalogue(folders, ProgressMonitor.NONE).find(dataset).state(DatasetName.parse(dataset));
        return state.kind() == DatasetState.Kind.MISSING ? Optional.of(dataset + " is not on this machine") : Optional.empty();
    }

    /** Decodes a data set into a cache that is empty, then opens it from there, each against its time limit. */
    List<Measurement> decode(BenchSpec spec) {
        double[] decoded = new double[spec.repeats()];
        double[] opened = new double[spec.repeats()];
        for (int i = -WARM_UPS; i < spec.repeats(); i++) {
            try (TemporaryFolder cache = TemporaryFolder.named(MeasuredRuns.FOLDER)) {
                DataFolders fresh = new DataFolders(folders.search(), cache.path());
                double first = millisToLoad(fresh, spec.dataset());
                double second = millisToLoad(fresh, spec.dataset());
                if (i >= 0) {
                    decoded[i] = first;
                    opened[i] = second;
                }
            }
        }
        return List.of(
                Measurement.of(spec.id() + ": decode / limit", "ms", same(spec.decodeLimit(), spec.repeats()), decoded, spec.bar()),
                Measurement.of(spec.id() + ": cached open / limit", "ms", same(spec.openLimit(), spec.repeats()), opened, spec.bar()));
    }

    private static double millisToLoad(DataFolders folders, String dataset) {
        Catalogue catalogue = AllDatasets.catalogue(folders, ProgressMonitor.NONE);
        long start = System.nanoTime();
        catalogue.load(dataset, ImageDataset.class);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double[] same(double value, int count) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    /** Decodes and scales photographs on all cores, against the decoder alone on all cores. */
    List<Measurement> images(BenchSpec spec) {
        List<EncodedImage> images = MadeImages.jpegs(IMAGES);
        ImageSettings settings = new ImageSettings(224, ImageSettings.Fit.CROP, 3);
        double[] alone = new double[spec.repeats()];
        double[] whole = new double[spec.repeats()];
        for (int i = -WARM_UPS; i < spec.repeats(); i++) {
            long start = System.nanoTime();
            images.parallelStream().forEach(DataBench::read);
            long middle = System.nanoTime();
            ImageDecoder.decode(images, settings, ProgressMonitor.NONE.begin("", IMAGES, ""));
            if (i >= 0) {
                alone[i] = (middle - start) / 1e6;
                whole[i] = (System.nanoTime() - middle) / 1e6;
            }
        }
        return List.of(Measurement.of(spec.id() + ": " + IMAGES + " JPEGs of 500x375 to 224, with scaling / decoder alone", "ms", alone, whole, spec.bar()));
    }

    /** The decoder library's own way, from memory: its default goes through a temporary file, which would make us look good. */
    private static void read(EncodedImage image) {
        try (InputStream in = image.opener().open()) {
            ImageIO.read(new MemoryCacheImageInputStream(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
