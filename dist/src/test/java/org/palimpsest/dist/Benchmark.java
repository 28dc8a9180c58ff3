package org.palimpsest.dist;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Definition of a small benchmark on the handwritten digits, to be written to a file. */
final class Benchmark {
    private final Map<String, String> keys = new LinkedHashMap<>();

    private Benchmark() {}

    /** Five tasks of two digits, one pass, a network of one hidden layer: a run takes a tenth of a second. */
    static Benchmark named(String id) {
        Benchmark benchmark = new Benchmark();
        return benchmark.with("id", id)
                .with("version", "1")
                .with("title", "Digits for a test")
                .with("stream", "split-digits")
                .with("backbone", "{name: mlp, widths: [32]}")
                .with("head", "full")
                .with("budget", "{epochs: 1, batch: 10}")
                .with("optimiser", "{name: sgd, lr: 0.05}")
                .with("probe", "{perTask: 20, growth: 2}")
                .with("threads", "1");
    }

    /** Sets a key to some YAML. */
    Benchmark with(String key, String yaml) {
        keys.put(key, yaml);
        return this;
    }

    /** Writes {@code <id>.yaml} and returns the file. */
    Path in(Path folder) {
        return Folders.write(folder.resolve(keys.get("id") + ".yaml"), text());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, yaml) -> text.append(key).append(": ").append(yaml).append('\n'));
        return text.toString();
    }
}
