package org.palimpsest.results.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.results.record.Csv;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.Numbers;
import org.palimpsest.results.table.Sheet.Heading;
import org.palimpsest.results.table.Sheet.Line;
import org.palimpsest.results.table.TextTable.Style;

/** The forms that tables are printed in. */
public enum TableFormat {
    /** For a terminal. */
    TEXT(TableFormat::text),
    /** A table of GitHub's Markdown under a title in bold. */
    MARKDOWN(TableFormat::markdown),
    /** A {@code tabular} with the rules of the package booktabs. */
    LATEX(TableFormat::latex),
    /** All tables as one, with what the rows of each share in front; numbers as they are computed. */
    CSV(TableFormat::csv),
    /** An array of tables, each an array of objects; numbers as they are computed. */
    JSON(TableFormat::json);

    private final Function<List<Sheet>, String> writer;

    TableFormat(Function<List<Sheet>, String> writer) {
        this.writer = writer;
    }

    /** The names of all. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(TableFormat::id).toList();
    }

    /** The one of a name. */
    public static Optional<TableFormat> find(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    /** The name used on the command line: lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether people are to read it. */
    public boolean isForPeople() {
        return this == TEXT || this == MARKDOWN || this == LATEX;
    }

    /** Tables in this form; ends with a line break. */
    public String write(List<Sheet> sheets) {
        return writer.apply(sheets);
    }

    /** Tables for a terminal. */
    public static String text(List<Sheet> sheets, boolean colour) {
        return sheets.stream().map(sheet -> text(sheet, colour)).collect(Collectors.joining("\n"));
    }

    private static String text(List<Sheet> sheets) {
        return text(sheets, false);
    }

    private static String text(Sheet sheet, boolean colour) {
        List<Heading> headings = sheet.headings();
        Set<Integer> words = IntStream.range(0, headings.size()).filter(i -> headings.get(i).words()).boxed().collect(Collectors.toSet());
        TextTable table = new TextTable(colour, words, headings.stream().map(Heading::title).toList());
        sheet.lines().forEach(line -> table.row(line.style(), line.cells().stream().map(Cell::text).toList()));
        String notes = sheet.notes().stream().map(note -> note + "\n").collect(Collectors.joining());
        return Style.HEADER.apply(sheet.title(), colour) + "\n" + table + notes;
    }

    private static String markdown(List<Sheet> sheets) {
        return sheets.stream().map(TableFormat::markdown).collect(Collectors.joining("\n"));
    }

    private static String markdown(Sheet sheet) {
        StringBuilder text = new StringBuilder("**").append(markdown(sheet.title())).append("**\n\n");
        text.append(row(sheet.headings().stream().map(heading -> markdown(heading.title())).toList()));
        text.append(row(sheet.headings().stream().map(heading -> heading.words() ? "---" : "---:").toList()));
        sheet.lines().forEach(line -> text.append(row(line.cells().stream().map(cell -> markdown(cell.text())).toList())));
        if (!sheet.notes().isEmpty()) {
            text.append('\n');
            sheet.notes().forEach(note -> text.append(markdown(note)).append("  \n"));
        }
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** Neither marks of Markdown nor of HTML, nor a line break. */
    private static String markdown(String text) {
        return text.replaceAll("\\p{Cntrl}", "?").replaceAll("([\\\\`*_\\[\\]|~])", "\\\\$1").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String latex(List<Sheet> sheets) {
        return "% needs \\usepackage{booktabs}\n" + sheets.stream().map(TableFormat::latex).collect(Collectors.joining("\n"));
    }

    private static String latex(Sheet sheet) {
        StringBuilder text = new StringBuilder(comment(sheet.title())).append("\\begin{tabular}{");
        sheet.headings().forEach(heading -> text.append(heading.words() ? 'l' : 'r'));
        text.append("}\n\\toprule\n");
        text.append(latexRow(sheet.headings().stream().map(heading -> latex(heading.title())).toList())).append("\\midrule\n");
        for (Line line : sheet.lines()) {
            boolean best = line.style() == Style.BEST;
            text.append(latexRow(line.cells().stream().map(cell -> best ? "\\textbf{" + latex(cell.text()) + "}" : latex(cell.text())).toList()));
        }
        text.append("\\bottomrule\n\\end{tabular}\n");
        sheet.notes().forEach(note -> text.append(comment(note)));
        return text.toString();
    }

    private static String comment(String text) {
        return "% " + text.replaceAll("\\p{Cntrl}", "?") + "\n";
    }

    private static String latexRow(List<String> cells) {
        return String.join(" & ", cells) + " \\\\\n";
    }

    private static String latex(String text) {
        return text.codePoints().mapToObj(TableFormat::latex).collect(Collectors.joining());
    }

    private static String latex(int codePoint) {
        return switch (codePoint) {
            case '\\' -> "\\textbackslash{}";
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + Character.toString(codePoint);
            case '<', '>', '|' -> "$" + Character.toString(codePoint) + "$";
            case '±' -> "$\\pm$";
            case '×' -> "$\\times$";
            case '–' -> "--";
            default -> Character.isISOControl(codePoint) ? "?" : Character.toString(codePoint);
        };
    }

    private static String csv(List<Sheet> sheets) {
        List<Map<String, Object>> rows = sheets.stream().flatMap(sheet -> records(sheet).stream()).toList();
        Set<String> header = new LinkedHashSet<>();
        sheets.forEach(sheet -> header.addAll(columns(sheet)));
        List<List<String>> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(header.stream().map(column -> csv(row.get(column))).toList()));
        lines.add(0, List.copyOf(header));
        return Csv.lines(lines);
    }

    private static String csv(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Number number ? Numbers.text(number.doubleValue()) : value.toString();
    }

    /** The names of a sheet's columns, each followed by those of its intervals. */
    private static List<String> columns(Sheet sheet) {
        List<String> columns = new ArrayList<>(sheet.key().keySet());
        for (int i = 0; i < sheet.headings().size(); i++) {
            int place = i;
            Set<String> suffixes = new LinkedHashSet<>();
            sheet.lines().forEach(line -> suffixes.addAll(line.cells().get(place).data().keySet()));
            if (suffixes.isEmpty()) {
                suffixes.add("");
            }
            suffixes.forEach(suffix -> columns.add(sheet.headings().get(place).id() + suffix));
        }
        return columns;
    }

    private static List<Map<String, Object>> records(Sheet sheet) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (Line line : sheet.lines()) {
            Map<String, Object> record = new LinkedHashMap<>(sheet.key());
            for (int i = 0; i < line.cells().size(); i++) {
                String id = sheet.headings().get(i).id();
                line.cells().get(i).data().forEach((suffix, value) -> record.put(id + suffix, value));
            }
            records.add(record);
        }
        return records;
    }

    private static String json(List<Sheet> sheets) {
        return Json.pretty(sheets.stream().map(sheet -> new Document(sheet.title(), records(sheet), sheet.notes())).toList());
    }

    private record Document(String title, List<Map<String, Object>> rows, List<String> notes) {}
}
