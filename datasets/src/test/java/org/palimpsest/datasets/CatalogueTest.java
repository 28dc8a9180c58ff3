package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.testng.annotations.Test;

public class CatalogueTest {

    private static final DatasetSource TINY = new DatasetSource() {
        @Override
        public DatasetInfo info() {
            return load().info();
        }

        @Override
        public ImageDataset load() {
            return TinyImages.sixClasses();
        }
    };

    @Test
    public void knowsTheEmbeddedDataSets() {
        assertEquals(EmbeddedDatasets.catalogue().names(), List.of("fashion-mnist-compact", "digits"));
        assertEquals(EmbeddedDatasets.catalogue().sources().size(), 2);
    }

    @Test
    public void findsASourceByItsName() {
        assertSame(new Catalogue(List.of(TINY)).find("tiny"), TINY);
    }

    @Test
    public void offersTheNearestNameForAnUnknownOne() {
        InvalidInputException unknown =
                expectThrows(InvalidInputException.class, () -> EmbeddedDatasets.catalogue().find("digit"));
        assertEquals(unknown.getMessage(), "1. dataset: value 'digit': unknown data set (did you mean 'digits'?)");
    }

    @Test
    public void refusesTwoSourcesOfOneName() {
        assertThrows(IllegalArgumentException.class, () -> new Catalogue(List.of(TINY, TINY)));
    }
}
