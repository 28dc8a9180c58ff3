package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testng.annotations.Test;

/** How alike instructions are, against what scikit-learn says of them (docs/instructions/peers/make_similarities.py). */
public class TermsTest {
    private static List<String[]> lines() throws IOException {
        try (InputStream in = TermsTest.class.getResourceAsStream("similarities.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t", -1)).toList();
        }
    }

    @Test
    public void pairsAreAsAlikeAsScikitLearnSays() throws IOException {
        Terms terms = new Terms();
        int pairs = 0;
        for (String[] line : lines()) {
            if (!line[0].equals("mean")) {
                double expected = Double.parseDouble(line[0]);
                assertEquals(terms.of(line[1]).similarity(terms.of(line[2])), expected, 1e-11, String.join(" | ", line));
                assertEquals(terms.of(line[2]).similarity(terms.of(line[1])), expected, 1e-11, String.join(" | ", line));
                pairs++;
            }
        }
        assertEquals(pairs, 16 * 17 / 2);
    }

    @Test
    public void aTaskAndAGroupAreAsAlikeAsAllPairsOnAverage() throws IOException {
        int means = 0;
        for (String[] line : lines()) {
            if (line[0].equals("mean")) {
                int split = 3 + Integer.parseInt(line[2]);
                InstructionGroups groups = new InstructionGroups(0.9);
                groups.join(List.of(line).subList(split, line.length));
                assertEquals(groups.similarities(Arrays.asList(line).subList(3, split)), new double[] {Double.parseDouble(line[1])}, 1e-11);
                means++;
            }
        }
        assertEquals(means, 9);
    }

    /** Six words each of which one is shared: 1 / (1 + 5 * 1.405465^2). */
    @Test
    public void aSharedWordCountsForLessThanOneThatIsNot() {
        Terms terms = new Terms();
        double found = terms.of("Answer the question using a single word or phrase.")
                .similarity(terms.of("Answer with the option's letter from the given choices directly."));
        assertEquals(found, 0.091940, 1e-6);
        assertEquals(terms.of("the and of").similarity(terms.of("the and of")), 0.0, "no words that count");
    }

    @Test
    public void thereAreAsManyStopWordsAsTheListIsKnownToHave() {
        assertEquals(StopWords.english().size(), 318);
        List<String> odd = new ArrayList<>(StopWords.english());
        odd.removeIf(word -> word.matches("[a-z]+"));
        assertTrue(odd.isEmpty(), odd.toString());
    }
}
