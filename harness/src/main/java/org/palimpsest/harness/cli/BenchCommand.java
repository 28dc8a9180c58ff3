package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.palimpsest.harness.bench.Bench;
import org.palimpsest.harness.bench.Measurement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: what the harness costs on this machine. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {
    "Measures what the harness costs, as ratios against the same training with no harness around it.",
    "Both sides run in turn in one process, with the engine's threads set; a ratio is the median over the pairs."})
final class BenchCommand implements Callable<Integer> {
    private static final String FORMAT = "%-62s  %12s  %12s  %7s  %15s  %6s  %s%n";

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", arity = "0..*", description = "measurements to make (default: all)")
    private List<String> names = List.of();

    @Option(names = "--list", description = "only list the measurements")
    private boolean list;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Bench bench = common.injector().getInstance(Bench.class);
        if (list && json) {
            Json.print(bench.names(names), out);
        } else if (list) {
            bench.names(names).forEach(out::println);
        } else {
            SecondCompiler.use();
            Devices.here().checkLibrary();
            List<Measurement> all = new ArrayList<>();
            if (!json) {
                out.printf(Locale.ROOT, FORMAT, "measurement", "base", "measured", "ratio", "min..max", "bar", "");
                out.flush();
            }
            bench.measure(names.isEmpty() ? bench.names() : names, common.quiet() ? line -> {} : err::println, m -> {
                all.add(m);
                if (!json) {
                    print(m, out);
                }
            });
            if (json) {
                Json.print(all, out);
            }
        }
        out.flush();
        return Exit.OK;
    }

    private static void print(Measurement m, PrintWriter out) {
        out.printf(Locale.ROOT, FORMAT, m.name(), m.base(), m.measured(), String.format(Locale.ROOT, "%.3f", m.ratio()),
                String.format(Locale.ROOT, "%.3f..%.3f", m.low(), m.high()), String.format(Locale.ROOT, "%.2f", m.bar()), m.met() ? "met" : "MISSED");
        out.flush();
    }
}
