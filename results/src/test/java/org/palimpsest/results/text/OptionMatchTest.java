package org.palimpsest.results.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertThrows;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class OptionMatchTest {
    private static final List<String> STARS = List.of("very negative", "negative", "neutral", "positive", "very positive");
    private static final List<String> LETTERS = List.of("A", "B", "C");
    private static final List<String> INTENTS = List.of("transfer", "transfer timing", "card arrival", "reverted card payment?");
    private static final List<String> STANCES = List.of("支持", "反对", "中立");

    /** Options, an answer, and the option that it means. */
    @DataProvider
    public Object[][] answers() {
        return new Object[][] {
            {STARS, "positive", "positive"},
            {STARS, " Positive.\n", "positive"},
            {STARS, "Very positive, I would say", "very positive"},
            {STARS, "It is very  positive!", "very positive"},
            {STARS, "I think that the review is negative.", "negative"},
            {STARS, "very positive, not negative", "very positive"},
            {STARS, "It is neither negative nor positive", ""},
            {STARS, "both positive and very positive", ""},
            {STARS, "positively", ""},
            {STARS, "", ""},
            {STARS, "...", ""},
            {LETTERS, "B", "B"},
            {LETTERS, "b", "B"},
            {LETTERS, "b)", "B"},
            {LETTERS, "B. hawkish", "B"},
            {LETTERS, "The answer is C, a neutral stance", "C"},
            {LETTERS, "a difficult question", ""},
            {LETTERS, "A or B", "A"},
            {LETTERS, "It is A or B", ""},
            {INTENTS, "transfer timing", "transfer timing"},
            {INTENTS, "Transfer timing of the customer", "transfer timing"},
            {INTENTS, "the transfer", "transfer"},
            {INTENTS, "reverted card payment", "reverted card payment?"},
            {INTENTS, "card_arrival", "card arrival"},
            {INTENTS, "card", ""},
            {STANCES, "我支持这个决定", "支持"},
            {STANCES, "支持。", "支持"},
            {STANCES, "支持还是反对", "支持"},
            {STANCES, "他既不支持也不反对", ""},
            {List.of("True", "False"), "false", "False"},
            {List.of("True", "False"), "It is True that it is not.", "True"},
            {List.of("a", "A"), "A", "A"},
            {List.of("yes", "Yes!", "no"), "YES", ""},
            {List.of("yes", "Yes!", "no"), "Yes!", "Yes!"},
            {List.of("-", "no"), "-", "-"},
            {List.of("-", "no"), "no - never", "no"},
        };
    }

    @Test(dataProvider = "answers")
    public void findsTheOptionThatIsMeant(List<String> options, String answer, String option) {
        OptionalInt expected = option.isEmpty() ? OptionalInt.empty() : OptionalInt.of(options.indexOf(option));
        assertEquals(new OptionMatch(options).of(answer), expected);
    }

    @Test
    public void everyOptionIsItself() {
        List<String> options = IntStream.range(0, 500).mapToObj(i -> "option " + Integer.toString(i, 2).replace('1', 'x')).toList();
        OptionMatch match = new OptionMatch(options);
        for (int i = 0; i < options.size(); i++) {
            assertEquals(match.of(options.get(i).toUpperCase(Locale.ROOT)), OptionalInt.of(i));
        }
    }

    @Test
    public void needsOptions() {
        assertThrows(IllegalArgumentException.class, () -> new OptionMatch(List.of()));
    }
}
