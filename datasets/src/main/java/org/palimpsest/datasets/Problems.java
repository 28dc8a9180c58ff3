package org.palimpsest.datasets;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is wrong with a user's input, so that all of it can be told at once. Everything that checks input adds to the
 * collector that it is given; whoever made the collector asks in the end.
 */
public final class Problems {

    private final List<Problem> found; // with those that were told before: whoever counts wants to know that something was wrong again
    private final String source;

    /** Nothing is wrong yet. */
    public Problems() {
        this(new ArrayList<>(), "");
    }

    private Problems(List<Problem> found, String source) {
        this.found = found;
        this.source = source;
    }

    /**
     * This collector, for what is read from one place.
     *
     * @param place file or command-line option that {@link #add(String, Object, String)} names
     */
    public Problems at(String place) {
        return new Problems(found, place);
    }

    /** Adds what is wrong with a value of the place that this collector is {@linkplain #at at}; see {@link Problem}. */
    public void add(String key, Object value, String message) {
        add(new Problem(source, key, String.valueOf(value), message));
    }

    /** Adds a problem. */
    public void add(Problem problem) {
        found.add(problem);
    }

    /** Adds problems. */
    public void addAll(Collection<Problem> problems) {
        found.addAll(problems);
    }

    /** How many were added, to see later whether more have come; {@link #list} has each once. */
    public int count() {
        return found.size();
    }

    /** Whether nothing was wrong so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** All so far, each once, in the order in which they were found. */
    public List<Problem> list() {
        return found.stream().distinct().toList();
    }

    /** Whether all that is wrong is that data are not at hand. */
    public boolean onlyMissingData() {
        return !found.isEmpty() && found.stream().allMatch(problem -> problem.kind() == Problem.Kind.MISSING_DATA);
    }

    /**
     * What was made of the input.
     *
     * @param made empty only if something is wrong with the input
     * @throws InvalidInputException with all problems, if there are any
     */
    public <T> T require(Optional<T> made) {
        throwIfAny();
        return made.orElseThrow();
    }

    /**
     * Ends the collection.
     *
     * @throws InvalidInputException with all problems, if there are any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidInputException(list());
        }
    }

    /** All so far. */
    @Override
    public String toString() {
        return list().toString();
    }
}
