package org.palimpsest.results.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.palimpsest.results.board.ColumnNames;
import org.palimpsest.results.board.Quantity;
import org.palimpsest.results.board.Standing;
import org.palimpsest.results.board.Standings;
import org.palimpsest.results.metric.Direction;

/** The order of the rows of each table: by a column, the best first, or by the name of the method. */
public final class RowOrder {
    /** The name that is no column. */
    public static final String METHOD = "method";

    private RowOrder() {}

    /**
     * The rows in that order; those without a value are last, and ranks stay what they are.
     *
     * @param name of a column, see {@link ColumnNames}, or {@value #METHOD}; a table that has no such column keeps its order
     */
    public static Standings by(String name, Standings standings) {
        List<Standing> ordered = new ArrayList<>();
        for (List<Standing> table : standings.tables()) {
            List<Standing> rows = new ArrayList<>(table);
            if (name.equals(METHOD)) {
                rows.sort(Comparator.comparing(standing -> standing.row().method()));
            } else {
                new ColumnNames(table.get(0).row(), standings.metrics()).find(name).flatMap(column -> Quantity.find(column, standings.metrics()))
                        .ifPresent(quantity -> rows.sort(Comparator.comparingDouble(standing -> badness(standing, quantity))));
            }
            ordered.addAll(rows);
        }
        return new Standings(ordered, standings.metrics());
    }

    private static double badness(Standing standing, Quantity quantity) {
        OptionalDouble value = standing.mean(quantity.id());
        return value.isEmpty() ? Double.POSITIVE_INFINITY : quantity.direction() == Direction.HIGHER ? -value.getAsDouble() : value.getAsDouble();
    }
}
