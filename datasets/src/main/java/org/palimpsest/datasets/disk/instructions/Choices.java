package org.palimpsest.datasets.disk.instructions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.palimpsest.datasets.text.InstructionExample;

/** Tells choices among a few answers from free text, where no list of the answers comes with the examples. */
final class Choices {
    private static final int MOST = 20;
    private static final int ON_AVERAGE = 10;

    private Choices() {}

    /**
     * The answers there are to choose from, sorted: those of the training examples, if these are 2 to 20, each is the answer of ten
     * examples on average, no example has several, and no test example has another; else none, since answers are free text.
     */
    static List<String> among(List<InstructionExample> train, List<InstructionExample> test) {
        Map<String, Long> counts = train.stream().collect(Collectors.groupingBy(InstructionExample::answer, TreeMap::new, Collectors.counting()));
        Set<String> answers = counts.keySet();
        boolean few = answers.size() > 1 && answers.size() <= MOST && train.size() >= ON_AVERAGE * answers.size();
        boolean alone = train.stream().allMatch(example -> example.answers().size() == 1);
        boolean known = test.stream().allMatch(example -> answers.containsAll(example.answers()));
        return few && alone && known ? List.copyOf(answers) : List.of();
    }
}
