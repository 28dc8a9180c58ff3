package org.palimpsest.harness.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Goes up the steps of a search, each with the best settings of the one before. */
public final class Ladder {
    private final List<Rung> rungs;
    private List<Integer> left;
    private List<Place> ahead = List.of();
    private List<Place> behind = List.of();
    private int at;

    /**
     * Where a setting has come.
     *
     * @param rung the last step that it was in, from 1
     * @param score there
     */
    public record Place(int rung, Score score) {}

    /**
     * The steps of a search.
     *
     * @param rungs at least one, the first with all settings
     */
    public Ladder(List<Rung> rungs) {
        this.rungs = List.copyOf(rungs);
        left = IntStream.range(0, rungs.get(0).settings()).boxed().toList();
    }

    /** The step to be made; empty once all are. */
    public Optional<Rung> step() {
        return at == rungs.size() ? Optional.empty() : Optional.of(rungs.get(at));
    }

    /** The settings that take part in it, ascending. */
    public List<Integer> left() {
        return left;
    }

    /**
     * Takes what came of the step, and goes to the next.
     *
     * @param scores of the settings that took part
     */
    public void take(List<Score> scores, boolean lowerIsBetter) {
        List<Place> places = Score.ranked(scores, lowerIsBetter).stream().map(score -> new Place(at + 1, score)).toList();
        at++;
        int kept = step().map(Rung::settings).orElse(places.size());
        ahead = places.subList(0, kept);
        behind = Stream.concat(places.subList(kept, places.size()).stream(), behind.stream()).toList();
        left = ahead.stream().map(place -> place.score().setting()).sorted().toList();
    }

    /** All settings with a score, the best first: those that were left, then those that were given up, the last of them first. */
    public List<Place> ranked() {
        List<Place> all = new ArrayList<>(ahead);
        all.addAll(behind);
        return all;
    }

    /** The best setting; empty if not even its runs came to their end. */
    public Optional<Score> best() {
        return ahead.stream().map(Place::score).findFirst().filter(Score::isComplete);
    }
}
