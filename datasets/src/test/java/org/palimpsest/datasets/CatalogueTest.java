package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.TinyImages;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CatalogueTest {

    private static final DatasetSource TINY = source("tiny", false, false);
    private static final DatasetSource SCALED = source("scaled", true, false);
    private static final DatasetSource FAMILY = source("family", true, true);
    private static final Catalogue CATALOGUE = new Catalogue(List.of(TINY, SCALED, FAMILY));

    private static DatasetSource source(String name, boolean sizes, boolean family) {
        return new DatasetSource() {
            @Override
            public DatasetCard card() {
                return new DatasetCard(name, "", "", "", 0, 0, 0, "", "", sizes, family, false);
            }

            @Override
            public DatasetState state(DatasetName asked) {
                return DatasetState.embedded();
            }

            @Override
            public ImageDataset load(DatasetName asked) {
                return TinyImages.sixClasses();
            }
        };
    }

    @Test
    public void knowsTheEmbeddedDataSets() {
        assertEquals(EmbeddedDatasets.catalogue().names(), List.of("fashion-mnist-compact", "digits"));
        assertEquals(EmbeddedDatasets.catalogue().sources().size(), 2);
    }

    @Test
    public void findsASourceByItsName() {
        assertSame(CATALOGUE.find("tiny"), TINY);
        assertSame(CATALOGUE.find("scaled@64"), SCALED);
        assertSame(CATALOGUE.find("family:birds@64"), FAMILY);
        assertEquals(CATALOGUE.load("tiny", ImageDataset.class).info().name(), "tiny");
    }

    @Test
    public void offersTheNearestNameForAnUnknownOne() {
        InvalidInputException unknown =
                expectThrows(InvalidInputException.class, () -> EmbeddedDatasets.catalogue().find("digit"));
        assertEquals(unknown.getMessage(), "1. dataset: value 'digit': unknown data set (did you mean 'digits'?)");
    }

    @DataProvider
    public Object[][] misused() {
        return new Object[][] {
            {"tiny@64", "are not scaled"},
            {"tiny:a", "single data set"},
            {"family", "family:NAME"},
            {"scaled@0", "between 1 and 1024"},
            {"scaled@2000", "between 1 and 1024"},
            {"tiny@big", "must be written"},
            {"", "must be written"},
        };
    }

    @Test(dataProvider = "misused")
    public void refusesSizesAndArgumentsThatASourceDoesNotTake(String written, String words) {
        String message = expectThrows(InvalidInputException.class, () -> CATALOGUE.find(written)).getMessage();
        assertEquals(message.contains(words), true, message);
    }

    @Test
    public void saysAllThatIsWrongWithAName() {
        InvalidInputException twice = expectThrows(InvalidInputException.class, () -> CATALOGUE.find("tiny:a@5"));
        assertEquals(twice.problems().size(), 2);
    }

    @Test
    public void refusesTwoSourcesOfOneName() {
        assertThrows(IllegalArgumentException.class, () -> new Catalogue(List.of(TINY, TINY)));
    }
}
