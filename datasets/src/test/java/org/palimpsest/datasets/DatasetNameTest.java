package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class DatasetNameTest {
    @DataProvider
    public Object[][] names() {
        return new Object[][] {
            {"cifar100", new DatasetName("cifar100", Optional.empty(), OptionalInt.empty())},
            {"cub200@64", new DatasetName("cub200", Optional.empty(), OptionalInt.of(64))},
            {"features:clip", new DatasetName("features", Optional.of("clip"), OptionalInt.empty())},
            {"image-folder:birds@96", new DatasetName("image-folder", Optional.of("birds"), OptionalInt.of(96))},
            {"image-folder:/a:b/c@home", new DatasetName("image-folder", Optional.of("/a:b/c@home"), OptionalInt.empty())},
            {"image-folder:C:\\birds@32", new DatasetName("image-folder", Optional.of("C:\\birds"), OptionalInt.of(32))},
        };
    }

    @Test(dataProvider = "names")
    public void areTakenApartAndPutTogetherAgain(String written, DatasetName name) {
        assertEquals(DatasetName.parse(written), name);
        assertEquals(name.toString(), written);
    }
}
