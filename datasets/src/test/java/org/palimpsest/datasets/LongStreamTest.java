package org.palimpsest.datasets;

import static org.testng.Assert.assertTrue;

import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.testng.annotations.Test;

/** A long stream, as declared in permuted-digits-1000.yaml. */
public class LongStreamTest {

    @Test
    public void aThousandTasksAreDigestedInLessThanASecond() {
        ImageDataset dataset = EmbeddedDatasets.catalogue().load("digits");
        StreamSpec spec = Specs.domains(Split.PERMUTED, 1000).dataset("digits").examples(20).test(10).spec();
        long start = System.nanoTime();
        ImageStream.of(spec, dataset, RandomStreams.of(2)).digest();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 1, seconds + " s");
    }
}
