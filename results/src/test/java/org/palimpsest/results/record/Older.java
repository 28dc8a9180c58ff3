package org.palimpsest.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Makes records as versions before digests wrote them. */
final class Older {
    private Older() {}

    /** Takes the seal and the digests out of a {@code run.json}, and changes something else of it. */
    static void rewrite(Path json, UnaryOperator<String> change) throws IOException {
        String text = Files.readString(json).replaceFirst(",\n  \"seal\" : \"[0-9a-f]*\"", "")
                .replaceFirst(",\n  \"digests\" : \\{[^}]*}", "");
        Files.writeString(json, change.apply(text));
    }
}
