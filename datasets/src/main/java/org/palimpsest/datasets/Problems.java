package org.palimpsest.datasets;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what is wrong with a user's input, so that all of it can be told at once. Everything that checks input adds to the
 * collector that it is given; whoever made the collector asks in the end.
 */
public final class Problems {

    private final Found found;
    private final String source;

    /** What all collectors made from one have in common. */
    private static final class Found {
        private final Set<Problem> distinct = new LinkedHashSet<>();
        private int added;
    }

    /** Nothing is wrong yet. */
    public Problems() {
        this(new Found(), "");
    }

    private Problems(Found found, String source) {
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

    /** Adds that what a value of this place names is not at hand, or damaged; see {@link Problem.Kind#MISSING_DATA}. */
    public void addMissing(String key, Object value, String message) {
        add(new Problem(source, key, String.valueOf(value), message, Problem.Kind.MISSING_DATA));
    }

    /** Adds a problem, once. */
    public void add(Problem problem) {
        found.distinct.add(problem);
        found.added++;
    }

    /** Adds problems, each once. */
    public void addAll(Collection<Problem> problems) {
        problems.forEach(this::add);
    }

    /** How often something was added, to see later whether more has come, be it what was known already. */
    public int count() {
        return found.added;
    }

    /** Whether nothing was wrong so far. */
    public boolean isEmpty() {
        return found.distinct.isEmpty();
    }

    /** All so far, in the order in which they were found. */
    public List<Problem> list() {
        return List.copyOf(found.distinct);
    }

    /** Whether all that is wrong is that data are not at hand. */
    public boolean onlyMissingData() {
        return !isEmpty() && found.distinct.stream().allMatch(problem -> problem.kind() == Problem.Kind.MISSING_DATA);
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
        if (!isEmpty()) {
            throw new InvalidInputException(list());
        }
    }

    /** All so far. */
    @Override
    public String toString() {
        return list().toString();
    }
}
