package org.palimpsest.methods.instruction;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The commonest words of English, which say little about what a text is about. */
final class StopWords {
    private static final String FILE = "english-stop-words.txt";

    private StopWords() {}

    /** The words, in lower case. */
    static Set<String> english() {
        Set<String> words = new HashSet<>();
        try (InputStream in = StopWords.class.getResourceAsStream(FILE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(words::add);
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
