package org.palimpsest.dist;

import static org.testng.Assert.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.Problem;
import org.palimpsest.datasets.RandomStreams;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageStreamSpec;
import org.palimpsest.harness.config.Binder;
import org.palimpsest.harness.config.Library;
import org.palimpsest.harness.plugins.Plugins;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/**
 * What every packaged stream is recorded as: its declaration as protocols have it and, where its data are embedded, the digests of
 * the declaration and of the stream of seed 1. Whatever changes here makes every record so far incomparable.
 */
public class PackagedStreamsTest {
    private final Library library = new Library(Plugins.load(List.of()));
    private final Catalogue embedded = EmbeddedDatasets.catalogue();

    /** Id, both digests or dashes, and the declaration as JSON, with tabs between. */
    private static List<String[]> recorded() throws IOException {
        try (InputStream in = PackagedStreamsTest.class.getResourceAsStream("/streams.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t")).toList();
        }
    }

    @DataProvider
    public Object[][] streams() throws IOException {
        return recorded().toArray(Object[][]::new);
    }

    @Test
    public void noneIsForgotten() throws IOException {
        assertEquals(library.streams().names(), recorded().stream().map(columns -> columns[0]).toList());
    }

    @Test(dataProvider = "streams")
    public void isRecordedAsItAlwaysWas(String id, String declaration, String stream, String protocol) throws JsonProcessingException {
        List<Problem> problems = new ArrayList<>();
        ImageStreamSpec spec = (ImageStreamSpec) library.stream(id, "test", problems).orElseThrow(() -> new AssertionError(problems.toString()));
        assertEquals(new ObjectMapper().writeValueAsString(Binder.toMap(spec)), protocol);
        Optional<ImageDataset> data = Optional.of(spec.dataset()).filter(embedded.names()::contains)
                .map(name -> embedded.load(name, ImageDataset.class));
        assertEquals(data.map(spec::digest).orElse("-"), declaration);
        assertEquals(data.map(d -> ImageStream.of(spec, d, RandomStreams.of(1)).digest()).orElse("-"), stream);
    }
}
