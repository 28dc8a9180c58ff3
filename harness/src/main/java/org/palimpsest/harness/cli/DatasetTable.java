package org.palimpsest.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetSource;

/** The catalogue as a Markdown table, as docs/data.md shows it; the same on every machine. */
final class DatasetTable {
    private DatasetTable() {}

    static List<String> markdown(Catalogue catalogue) {
        List<String> lines = new ArrayList<>(List.of(
                "| name | data set | classes | train / test | examples | licence | files looked for |", "|---|---|---|---|---|---|---|"));
        catalogue.sources().stream().map(DatasetSource::card).map(DatasetTable::line).forEach(lines::add);
        return lines;
    }

    private static String line(DatasetCard card) {
        String name = card.family() ? card.name() + ":NAME" : card.name();
        String sizes = card.train() == 0 ? "yours" : String.format(Locale.ROOT, "%,d / %,d", card.train(), card.test());
        String classes = card.classes() > 0 ? Integer.toString(card.classes()) : card.family() ? "yours" : "-";
        return "| `" + name + "` | " + card.title() + " | " + classes + " | " + sizes + " | " + card.content() + " | " + card.licence() + " | "
                + card.layout() + " |";
    }
}
