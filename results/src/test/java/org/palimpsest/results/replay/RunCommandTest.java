package org.palimpsest.results.replay;

import static org.testng.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RunCommandTest {
    private static final Map<String, Object> NONE = Map.of();

    @Test
    public void optionsOfTheMethodBeginWithItsNameAndThoseOfAnAddOnDoAlready() {
        RunCommand command = RunCommand.of("split-digits", "der+++ema", List.of(0L, 1L), NONE, Map.of("ema.decay", 0.9), Map.of("lr", 1e-4));
        assertEquals(command.text(), "palimpsest run split-digits --methods der+++ema --seeds 2 --set ema.decay=0.9 --set optimiser.lr=1.0E-4");
        assertEquals(RunCommand.of("b", "der+++ema", List.of(0L), NONE, Map.of("alpha", 0.5), NONE).assignments(), List.of("der++.alpha=0.5"));
        assertEquals(RunCommand.of("b", "der++", List.of(0L), NONE, Map.of("alpha", Map.of("beta", 1)), NONE).assignments(), List.of("der++.alpha.beta=1"));
    }

    @Test
    public void ofTheProtocolOnlyWhatABenchmarkSaysIsSet() {
        Map<String, Object> protocol = Map.of("id", "b", "version", 1, "streamDigest", "ab12", "stream", Map.of("id", "s", "tasks", 5), "backbone",
                Map.of("name", "mlp"));
        assertEquals(RunCommand.of("b", "er", List.of(0L), protocol, NONE, NONE).settings(), Map.of("stream", "s", "backbone", "mlp"));
    }

    @DataProvider
    public Object[][] seeds() {
        return new Object[][] {{List.of(0L), "1"}, {List.of(2L, 0L, 1L), "3"}, {List.of(7L), "7,"}, {List.of(1L, 2L), "1,2"}};
    }

    @Test(dataProvider = "seeds")
    public void seedsAreWrittenAsTheyAreRead(List<Long> seeds, String expected) {
        assertEquals(RunCommand.of("b", "er", seeds, NONE, NONE, NONE).seedList(), expected);
    }

    @Test
    public void wordsAreQuotedForAShell() {
        assertEquals(Shell.line(List.of("run", "it's", "a b", "", "k=[]")), "run 'it'\\''s' 'a b' '' 'k=[]'");
    }

    /** Text loses the blanks at its ends, and a section in a list has no place in one word. */
    @Test
    public void whatACommandLineCannotSayIsNoted() {
        Map<String, Object> protocol = Map.of("augment", List.of(new TreeMap<>(Map.of("name", "random-crop", "padding", 4))), "prompt", "{input}\n");
        RunCommand command = RunCommand.of("b", "er", List.of(0L), protocol, NONE, NONE);
        assertEquals(command.settings(), Map.of("augment", "random-crop"));
        assertEquals(command.notes().stream().sorted().toList(), List.of("cannot say prompt={input}\n",
                "cannot say the options of augment=[{\"name\":\"random-crop\",\"padding\":4}]"));
    }

    @Test
    public void theShorterOneLeavesOutWhatHoldsAnyway() {
        RunCommand plain = RunCommand.of("b", "er", List.of(0L), Map.of("backbone", Map.of("name", "mlp", "width", 100), "threads", 1,
                "standardise", "unit"), Map.of("buffer", 200), NONE);
        RunCommand other = RunCommand.of("b", "er", List.of(0L), Map.of("backbone", Map.of("name", "cnn", "width", 100), "threads", 1), Map.of("buffer", 50),
                NONE);
        assertEquals(other.shorter(plain).settings(), Map.of("backbone", "cnn", "backbone.width", "100", "standardise", "", "er.buffer", "50"));
        assertEquals(plain.shorter(plain).settings(), NONE);
    }
}
