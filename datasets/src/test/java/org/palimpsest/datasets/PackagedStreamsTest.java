package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The streams declared in this module's resources, realised over the embedded data. */
public class PackagedStreamsTest {

    private final Map<String, ImageDataset> loaded = new ConcurrentHashMap<>();

    /**
     * Ids and the digests of the streams of seed 1, computed apart from this code from the definitions in its
     * documentation. A digest that changes makes every record so far incomparable.
     */
    @DataProvider
    public Object[][] streams() {
        return new Object[][] {
            {"split-fashion-mnist-compact", "89596eab909d89f96d0d632e94e267d5ccae42470ca5ab53ce9496093b5fea00"},
            {"split-fashion-mnist-compact-task", "4f19b962a573073943d841d39f1764952ea55a284e22fd7d234607c0816f9535"},
            {"permuted-fashion-mnist-compact", "89ce6c229ba8be4ca6b8332192e38dabd389450c7291a4b66cd914fb5d48536a"},
            {"rotated-fashion-mnist-compact", "a2ab897c4874391a16c54b0883112e3a06857e1efa31b01158896e4fbc045338"},
            {"split-digits", "0decbea19d9ab75d8dcce62e3a41054dd81579f7e8382575f4f2be7d072138b1"},
            {"permuted-digits", "4fe1db2d407d1e30f58fa4388e42a5dedae34f391937cff87a8fcc4a040e70b6"},
            {"rotated-digits", "0257452db6927330d1854fc8d0796de6c8cc2568c6ef4f0b3db15e274ee34bd0"},
            {"permuted-digits-1000", "3feecc3a127dbad26ceb33f7dcb287afaabf3906fefefec66cf82243c072cc63"},
        };
    }

    @Test(dataProvider = "streams")
    public void areSoundAndTheSameOnEveryMachine(String id, String digest) throws IOException {
        StreamSpec spec = read(id);
        ImageDataset dataset = dataset(spec);
        assertEquals(spec.id(), id);
        assertEquals(spec.problems(id, dataset.info()), List.of());
        assertEquals(ImageStream.of(spec, dataset, RandomStreams.of(1)).digest(), digest);
    }

    @Test
    public void aThousandTasksAreDigestedInLessThanASecond() throws IOException {
        StreamSpec spec = read("permuted-digits-1000");
        ImageDataset dataset = dataset(spec);
        long start = System.nanoTime();
        ImageStream.of(spec, dataset, RandomStreams.of(2)).digest();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds < 1, seconds + " s");
    }

    private ImageDataset dataset(StreamSpec spec) {
        return loaded.computeIfAbsent(spec.dataset(), name -> EmbeddedDatasets.catalogue().load(name));
    }

    /** Reads the flat files at hand without a YAML parser, which this module has no need of. */
    private static StreamSpec read(String id) throws IOException {
        Map<String, String> yaml = new HashMap<>();
        try (InputStream in = PackagedStreamsTest.class.getResourceAsStream("/palimpsest/streams/" + id + ".yaml")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> yaml.put(line.split(": ")[0], line.split(": ")[1]));
        }
        StreamSpec spec = new StreamSpec(
                yaml.remove("id"),
                Integer.parseInt(yaml.remove("version")),
                named(Scenario.values(), Scenario::id, yaml.remove("scenario")),
                yaml.remove("dataset"),
                Integer.parseInt(yaml.remove("tasks")),
                named(Split.values(), Split::id, yaml.remove("split")),
                named(ClassOrder.values(), ClassOrder::id, yaml.remove("classOrder")),
                integer(yaml.remove("examplesPerTask")),
                integer(yaml.remove("testPerTask")),
                Stream.ofNullable(yaml.remove("maxAngle")).mapToDouble(Double::parseDouble).findFirst(),
                Optional.empty());
        assertEquals(yaml, Map.of(), "keys that are not components");
        return spec;
    }

    private static OptionalInt integer(String value) {
        return Stream.ofNullable(value).mapToInt(Integer::parseInt).findFirst();
    }

    private static <E> E named(E[] values, Function<E, String> id, String name) {
        return Stream.of(values).collect(Collectors.toMap(id, value -> value)).get(name);
    }
}
