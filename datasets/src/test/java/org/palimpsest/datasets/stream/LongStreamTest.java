package org.palimpsest.datasets.stream;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;

import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

/** A long stream, as declared in permuted-digits-1000.yaml. */
public class LongStreamTest {

    @Test
    public void aThousandTasksHaveOneDigestForEachSeed() {
        ImageDataset dataset = EmbeddedDatasets.catalogue().load("digits", ImageDataset.class);
        ImageStreamSpec spec = Specs.domains(Split.PERMUTED, 1000).dataset("digits").examples(20).test(10).spec();
        String digest = ImageStream.of(spec, dataset, RandomStreams.of(2)).digest();
        assertEquals(ImageStream.of(spec, dataset, RandomStreams.of(2)).digest(), digest);
        assertNotEquals(ImageStream.of(spec, dataset, RandomStreams.of(3)).digest(), digest);
    }
}
