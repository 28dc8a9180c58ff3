package org.palimpsest.harness.cli;

import java.io.PrintWriter;
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
@Command(name = "list", mixinStandardHelpOptions = true, description = {
    "Lists what can be named on the command line and in suites.",
    "Lines are as long as COLUMNS says, 100 otherwise; --json has everything."})
final class ListCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<kind>", completionCandidates = Listing.Kinds.class, description = "one of: ${COMPLETION-CANDIDATES}")
    private String kind;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        Listing.Kind wanted = Listing.Kind.parse(kind);
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows = common.injector().getInstance(Listing.class).rows(wanted);
        if (json) {
            Json.print(rows, out);
        } else if (rows.isEmpty()) {
            out.println("no " + wanted + " are installed");
        } else {
            FittedTable.sections(Listing.families(rows), wanted.shown(), Terminal.width()).forEach(out::println);
        }
        out.flush();
        return Exit.OK;
    }
}
