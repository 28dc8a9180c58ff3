package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.expectThrows;

import java.util.List;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.TinyImages;
import org.palimpsest.datasets.text.InstructionDataset;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class CatalogueTest {
    private static final DatasetSource TINY = source("tiny", false, false);
    private static final DatasetSource SCALED = source("scaled", true, false);
    private static final DatasetSource FAMILY = source("family", true, true);
    private static final Catalogue CATALOGUE = new Catalogue(List.of(TINY, SCALED, FAMILY));

    private static DatasetSource source(String name, boolean sizes, boolean family) {
        return source(new DatasetCard(name, "", "", "", 0, 0, 0, "", "", sizes, family, false));
    }

    private static DatasetSource source(DatasetCard card) {
        return new DatasetSource() {
            @Override
            public DatasetCard card() {
                return card;
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
        assertEquals(EmbeddedDatasets.catalogue().names(), List.of("fashion-mnist-compact", "digits", "clinc150", "banking77"));
        assertEquals(EmbeddedDatasets.catalogue().sources().size(), 4);
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
    public void saysWhatADataSetIsThatIsOfAnotherKind() {
        String message = expectThrows(InvalidInputException.class, () -> EmbeddedDatasets.catalogue()
                .load("digits", InstructionDataset.class)).getMessage();
        assertEquals(message, "1. dataset: value 'digits': is an image data set (UCI handwritten digits), "
                + "but this stream needs an instruction data set");
        message = expectThrows(InvalidInputException.class, () -> EmbeddedDatasets.catalogue().load("clinc150", ImageDataset.class)).getMessage();
        assertEquals(message, "1. dataset: value 'clinc150': is an instruction data set (CLINC150 intents of queries to an assistant), "
                + "but this stream needs an image data set");
    }

    @Test
    public void refusesADataSetThatIsHereOnlyInPart() {
        Catalogue catalogue = new Catalogue(List.of(source(new DatasetCard("tiny", "", "", "", 6, 61, 24, "", "", false, false, false))));
        assertEquals(expectThrows(DatasetException.class, () -> catalogue.load("tiny", ImageDataset.class)).getMessage(),
                "tiny: is here only in part: 60 training and 24 test images of 61 and 24");
    }

    /** An edition of fewer classes is known by its streams, which say how many they need. */
    @Test
    public void takesAnotherEdition() {
        Catalogue catalogue = new Catalogue(List.of(source(new DatasetCard("tiny", "", "", "", 7, 70, 28, "", "", false, false, false))));
        assertEquals(catalogue.load("tiny", ImageDataset.class).info().classes(), 6);
    }

    @Test
    public void refusesTwoSourcesOfOneName() {
        assertThrows(IllegalArgumentException.class, () -> new Catalogue(List.of(TINY, TINY)));
    }
}
