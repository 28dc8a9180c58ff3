package org.palimpsest.datasets;

import static org.testng.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class NamesTest {
    private static final List<String> METHODS = List.of("finetune", "joint", "er", "er-ace", "fashion-mnist-compact");

    @DataProvider
    public Object[][] distances() {
        return new Object[][] {
            {"", "", 0}, {"abc", "", 3}, {"", "ab", 2}, {"joint", "joint", 0}, {"joint", "jiont", 1},
            {"joint", "join", 1}, {"joint", "jaint", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
        };
    }

    @Test(dataProvider = "distances")
    public void countsInsertionsDeletionsSubstitutionsAndSwaps(String from, String to, int distance) {
        assertEquals(Names.distance(from, to), distance);
        assertEquals(Names.distance(to, from), distance);
    }

    @DataProvider
    public Object[][] slips() {
        return new Object[][] {
            {"er-acr", "er-ace"}, {"ER_ACE", "er-ace"}, {"re", "er"}, {"finetun", "finetune"}, {"jiont", "joint"},
            {"fashion-mnist", "fashion-mnist-compact"},
        };
    }

    @Test(dataProvider = "slips")
    public void findsTheNameThatWasMeant(String wrong, String meant) {
        assertEquals(Names.nearest(wrong, METHODS), Optional.of(meant));
    }

    @Test
    public void guessesNothingFarFetched() {
        assertEquals(Names.nearest("packnet", METHODS), Optional.empty());
        assertEquals(Names.nearest("fi", METHODS), Optional.empty());
        assertEquals(Names.nearest("er", List.of()), Optional.empty());
    }

    @Test
    public void prefersTheFirstInTheAlphabetAmongEquallyNear() {
        assertEquals(Names.nearest("cat", List.of("hat", "bat")), Optional.of("bat"));
    }

    @Test
    public void suggestsTheNearestOrListsWhatThereIs() {
        assertEquals(Names.suggestion("er-acr", METHODS), " (did you mean 'er-ace'?)");
        assertEquals(Names.suggestion("xyz", List.of("joint", "er")), " (valid: joint, er)");
        assertEquals(Names.suggestion("xyz", List.of()), "");
    }

    /** A hundred names hide the message that they follow. */
    @Test
    public void ofManyTheNearestFiveAreNamed() {
        List<String> many = IntStream.range(0, 130).mapToObj(i -> "name-" + i).collect(Collectors.toCollection(ArrayList::new));
        many.addAll(List.of("zzz-nonsense-online", "nonsuch", "nonce"));
        assertEquals(Names.suggestion("nonsense", many, "this shows all"),
                " (nearest of 133: zzz-nonsense-online, nonce, nonsuch, name-0, name-1; this shows all)");
        assertEquals(Names.suggestion("name-131", many, "this shows all"), " (did you mean 'name-101'?)");
        assertEquals(Names.suggestion("xyz", List.of("joint", "er"), "this shows all"), " (valid: joint, er)");
        assertEquals(Names.suggestion("xyz", List.of(), "this shows all"), "");
    }
}
