package org.palimpsest.datasets.disk.cub;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.Arrays;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.image.ImageShape;
import org.testng.annotations.Test;

/** Half of the real birds. */
public class CubOnDiskTest {
    @Test(groups = "slow")
    public void readsHalfOfTheSpecies() {
        try (DiskFolders folders = DiskFolders.real("CUB_200_2011/images.txt")) {
            DatasetState state = folders.state(CubLayout.half(), "cub100");
            assertEquals(state.kind(), DatasetState.Kind.VERIFIED, state.detail());
            assertEquals(state.detail(), "half, 112 px");
            assertEquals(folders.state(CubLayout.whole(), "cub200").kind(), DatasetState.Kind.MISSING);

            ImageDataset birds = folders.load(CubLayout.half(), "cub100");
            assertEquals(birds.train().size(), 2_903);
            assertEquals(birds.test().size(), 2_999);
            assertEquals(birds.info().shape(), new ImageShape(3, 112, 112));
            assertEquals(birds.info().classes(), 100);
            assertEquals(birds.info().classNames().get(0), "001.Black_footed_Albatross");
            assertEquals(Arrays.stream(birds.test().labels()).distinct().count(), 100);
            // the lists name images of all 200 species
            assertTrue(birds.shots().isEmpty());
            // near those of the whole set, 0.4856, 0.4994 and 0.4324
            double[] mean = birds.info().mean();
            assertEquals(mean[0], 0.4856, 0.05);
            assertEquals(mean[1], 0.4994, 0.05);
            assertEquals(mean[2], 0.4324, 0.05);
            assertEquals(folders.load(CubLayout.half(), "cub100@32").info().shape(), new ImageShape(3, 32, 32));
        }
    }
}
