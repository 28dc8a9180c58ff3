package org.palimpsest.results.board;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.palimpsest.results.record.RecordException;

/** A leaderboard's file says what no run can say. */
public final class LeaderboardException extends RecordException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    private final transient List<Fault> faults;

    LeaderboardException(Path file, List<Fault> faults) {
        super(file, shown(faults).stream().map(Fault::toString).collect(Collectors.joining("; ")));
        this.faults = shown(faults);
    }

    /**
     * One cell that cannot be.
     *
     * @param line where it stands, from 1
     * @param column its column
     * @param value the cell
     * @param reason what is wrong with it and what would be right
     */
    public record Fault(long line, String column, String value, String reason) {
        @Override
        public String toString() {
            return "line " + line + ": " + column + " is '" + value + "', " + reason;
        }
    }

    /** All faults, by line; of very many the first {@value #SHOWN}, the last of which says how many more there are. */
    public List<Fault> faults() {
        return faults;
    }

    private static List<Fault> shown(List<Fault> faults) {
        if (faults.size() <= SHOWN) {
            return List.copyOf(faults);
        }
        Fault last = faults.get(SHOWN - 1);
        List<Fault> shown = new ArrayList<>(faults.subList(0, SHOWN - 1));
        shown.add(new Fault(last.line(), last.column(), last.value(), last.reason() + "; and " + (faults.size() - SHOWN) + " more"));
        return shown;
    }
}
