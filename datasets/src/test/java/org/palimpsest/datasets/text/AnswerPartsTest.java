package org.palimpsest.datasets.text;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertNotEquals;
import static org.testng.Assert.assertSame;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class AnswerPartsTest {
    private static final OptionalInt ALL = OptionalInt.empty();
    private static final OptionalInt AS_LISTED = OptionalInt.empty();

    private static List<String> letters(int count) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf((char) ('a' + i))).toList();
    }

    /** Three training examples and two test examples of each answer, in turns. */
    private static InstructionSet set(int answers) {
        List<String> options = letters(answers);
        return new InstructionSet("abc", examples(options, 3), examples(options, 2), options, "en");
    }

    private static List<InstructionExample> examples(List<String> answers, int each) {
        return IntStream.range(0, answers.size() * each).mapToObj(i ->
                new InstructionExample("Say it.", "example " + i, List.of(answers.get(i % answers.size())))).toList();
    }

    private static Map<String, Long> counts(List<InstructionExample> examples) {
        return examples.stream().collect(Collectors.groupingBy(InstructionExample::answer, TreeMap::new, Collectors.counting()));
    }

    /** A third of three examples of each answer is one of each; test examples are not looked at. */
    @Test
    public void aShareOfTheTrainingExamplesIsHeldOut() {
        InstructionSet set = set(4);
        InstructionSet parted = AnswerParts.heldOut(set, 1 / 3.0);
        assertEquals(counts(parted.test()), Map.of("a", 1L, "b", 1L, "c", 1L, "d", 1L));
        assertEquals(counts(parted.train()), Map.of("a", 2L, "b", 2L, "c", 2L, "d", 2L));
        assertTrue(Collections.disjoint(parted.train(), parted.test()));
        assertTrue(set.train().containsAll(parted.test()));
        assertEquals(AnswerParts.heldOut(new InstructionSet("abc", set.train(), List.of(), set.options(), "en"), 1 / 3.0), parted);
        assertEquals(AnswerParts.heldOut(set, 0.01).test().size(), 1, "at least one");
    }

    @DataProvider
    public Object[][] sizes() {
        return new Object[][] {{7, 3, List.of(3, 2, 2)}, {6, 3, List.of(2, 2, 2)}, {5, 5, List.of(1, 1, 1, 1, 1)}, {8, 5, List.of(2, 2, 2, 1, 1)}};
    }

    @Test(dataProvider = "sizes")
    public void theFirstPartsHaveOneAnswerMore(int answers, int parts, List<Integer> expected) {
        InstructionSet set = set(answers);
        List<InstructionSet> dealt = AnswerParts.of(set, parts, AS_LISTED);
        assertEquals(dealt.stream().map(part -> part.options().size()).toList(), expected);
        assertEquals(dealt.stream().flatMap(part -> part.options().stream()).toList(), set.options());
        assertEquals(dealt.stream().map(InstructionSet::id).toList(), IntStream.rangeClosed(1, parts).mapToObj(i -> "abc-" + i).toList());
        assertEquals(Set.copyOf(dealt.stream().map(InstructionSet::language).toList()), Set.of("en"));
    }

    @Test
    public void eachPartHasTheExamplesOfItsAnswersInTheirOrder() {
        InstructionSet set = set(7);
        for (InstructionSet part : AnswerParts.of(set, 3, OptionalInt.of(4))) {
            assertEquals(part.train(), set.train().stream().filter(example -> part.options().contains(example.answer())).toList());
            assertEquals(part.test(), set.test().stream().filter(example -> part.options().contains(example.answer())).toList());
            assertEquals(counts(part.train()).keySet(), Set.copyOf(part.options()));
            assertEquals(Set.copyOf(counts(part.test()).values()), Set.of(2L));
        }
    }

    @Test
    public void aNumberDrawsWhichAnswersGoTogether() {
        InstructionSet set = set(20);
        List<InstructionSet> drawn = AnswerParts.of(set, 4, OptionalInt.of(1));
        assertEquals(AnswerParts.of(set, 4, OptionalInt.of(1)), drawn);
        assertNotEquals(AnswerParts.of(set, 4, OptionalInt.of(2)), drawn);
        assertNotEquals(AnswerParts.of(set, 4, AS_LISTED), drawn);
        assertEquals(drawn.stream().map(part -> part.options().size()).toList(), List.of(5, 5, 5, 5));
        assertEquals(drawn.stream().flatMap(part -> part.options().stream()).sorted().toList(), set.options());
        drawn.forEach(part -> assertEquals(part.options(), part.options().stream().sorted().toList(), "a part lists its answers as the set does"));
    }

    @Test
    public void onePartIsTheSetItselfBeItOfFreeText() {
        InstructionSet free = new InstructionSet("free", examples(letters(3), 1), List.of(), List.of(), "en");
        assertEquals(AnswerParts.of(free, 1, OptionalInt.of(3)), List.of(free));
        InstructionSet chosen = set(3);
        assertSame(AnswerParts.of(chosen, 1, AS_LISTED).get(0), chosen);
    }

    @Test
    public void whatCannotBeDealtOutIsRefused() {
        InstructionSet free = new InstructionSet("free", examples(letters(3), 1), List.of(), List.of(), "en");
        assertEquals(refusal(free, 2), "free has no answers to choose from, which cannot be dealt out to 2 tasks");
        assertEquals(refusal(set(3), 4), "abc has only 3 answers to choose from, which cannot be dealt out to 4 tasks");
        InstructionSet odd = new InstructionSet("odd", examples(letters(3), 1), List.of(), List.of("a", "b"), "en");
        assertEquals(refusal(odd, 2), "odd has an example with the answer 'c', which is none of its options");
    }

    private static String refusal(InstructionSet set, int parts) {
        return expectThrows(IllegalArgumentException.class, () -> AnswerParts.of(set, parts, AS_LISTED)).getMessage();
    }

    @Test
    public void fewerExamplesAreAboutAsManyOfEachAnswer() {
        InstructionSet set = set(7);
        InstructionSet fewer = AnswerParts.limited(set, OptionalInt.of(10), OptionalInt.of(7));
        assertEquals(fewer.train().size(), 10);
        assertEquals(counts(fewer.train()).values().stream().sorted().toList(), List.of(1L, 1L, 1L, 1L, 2L, 2L, 2L));
        assertEquals(counts(fewer.test()).values().stream().distinct().toList(), List.of(1L));
        assertEquals(fewer.options(), set.options());
        List<Integer> places = fewer.train().stream().map(set.train()::indexOf).toList();
        assertEquals(places, places.stream().sorted().toList(), "in the order of the set");
        assertEquals(new HashSet<>(places).size(), 10);
        assertEquals(AnswerParts.limited(set, OptionalInt.of(10), OptionalInt.of(7)), fewer, "the same in every run");
    }

    /** Fifty examples have the same answer, two one of their own. */
    @Test
    public void whatIsRareIsKept() {
        List<InstructionExample> examples = new ArrayList<>(Collections.nCopies(50, new InstructionExample("", "x", List.of("often"))));
        Stream.of("rare", "rarer").forEach(answer -> examples.add(new InstructionExample("", "y", List.of(answer))));
        InstructionSet fewer = AnswerParts.limited(new InstructionSet("s", examples, List.of(), List.of(), ""), OptionalInt.of(4), ALL);
        assertEquals(counts(fewer.train()), Map.of("often", 2L, "rare", 1L, "rarer", 1L));
    }

    @Test
    public void whereThereAreNoMoreThanThatAllStay() {
        InstructionSet set = set(3);
        assertEquals(AnswerParts.limited(set, ALL, ALL), set);
        assertEquals(AnswerParts.limited(set, OptionalInt.of(9), OptionalInt.of(100)), set);
        InstructionSet one = AnswerParts.limited(set, OptionalInt.of(1), ALL);
        assertTrue(one.train().size() == 1 && one.test().equals(set.test()), one.toString());
    }
}
