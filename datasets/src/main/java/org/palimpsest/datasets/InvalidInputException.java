package org.palimpsest.datasets;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Input that cannot be used, with everything that is wrong with it rather than the first thing alone. */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** More of them are no help to anybody. */
    private static final int MOST_TOLD = 200;

    private final List<Problem> problems;

    /**
     * Gathers problems.
     *
     * @param problems at least one problem, in the order in which to show them
     * @throws IllegalArgumentException if there is none
     */
    public InvalidInputException(List<Problem> problems) {
        super(numbered(problems));
        this.problems = List.copyOf(problems);
    }

    /** Reports a single problem. */
    public InvalidInputException(Problem problem) {
        this(List.of(problem));
    }

    /** The problems in the order in which the message numbers them; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String numbered(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an invalid input needs at least one problem");
        }
        String told = IntStream.range(0, Math.min(MOST_TOLD, problems.size()))
                .mapToObj(i -> (i + 1) + ". " + problems.get(i))
                .collect(Collectors.joining("\n"));
        return problems.size() <= MOST_TOLD ? told : told + "\n... and " + (problems.size() - MOST_TOLD) + " more";
    }
}
