package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code list}: what there is. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what can be named on the command line and in suites.")
final class ListCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<kind>", description = "one of: ${COMPLETION-CANDIDATES}")
    private Listing.Kind kind;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows = common.injector().getInstance(Listing.class).rows(kind);
        if (json) {
            Json.print(rows, out);
        } else if (rows.isEmpty()) {
            out.println("no " + kind.toString() + " are installed");
        } else {
            table(rows, out);
        }
        out.flush();
        return Exit.OK;
    }

    static void table(List<Map<String, Object>> rows, PrintWriter out) {
        List<String> keys = new ArrayList<>(rows.get(0).keySet());
        int[] widths = keys.stream().mapToInt(k -> rows.stream().mapToInt(r -> String.valueOf(r.get(k)).length()).max().orElse(0)).toArray();
        for (Map<String, Object> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < keys.size(); i++) {
                String cell = String.valueOf(row.get(keys.get(i)));
                line.append(cell).append(" ".repeat(i == keys.size() - 1 ? 0 : widths[i] - cell.length() + 2));
            }
            out.println(line);
        }
    }
}
