package org.palimpsest.harness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.check.MethodCheck;
import org.palimpsest.harness.check.Verdict;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: does a method keep to the rules? */
@Command(name = "check", mixinStandardHelpOptions = true, description = {
    "Tries whether methods keep to the rules of the conformance kit, on streams of a few pictures: some seconds each.",
    "A rule that is broken is told with what was expected, what happened and the command that tries it again; the exit code is 1 then."})
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "<method>", description = "a method, add-ons after pluses")
    private List<String> methods = List.of();

    @Option(names = "--rule", paramLabel = "names", description = "these rules alone")
    private List<String> ruleLists = List.of();

    @Option(names = "--set", paramLabel = "key=value",
            description = "an option of the method, or a key of the kit's benchmarks that it cannot do without, e.g. augment=random-crop; repeatable")
    private List<String> settings = List.of();

    @Option(names = "--device", paramLabel = "auto|cpu|cuda:N", defaultValue = "auto", description = "where to compute (default: ${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Problems problems = new Problems().at("check");
        List<String> rules = Arguments.entries("--rule", ruleLists, problems);
        problems.throwIfAny();
        SecondCompiler.use();
        MethodCheck check = new MethodCheck(common.injector().getInstance(Plugins.class), Devices.here().choose(device, common::warn));
        List<Verdict> verdicts = new ArrayList<>();
        for (String method : methods) {
            if (!json) {
                out.println(method);
            }
            verdicts.addAll(check.check(method, settings, rules, verdict -> {
                if (!json) {
                    out.println(verdict.toString().indent(2).stripTrailing());
                    out.flush();
                }
            }));
        }
        if (json) {
            out.print(Json.pretty(verdicts));
        }
        out.flush();
        return verdicts.stream().anyMatch(verdict -> verdict.outcome() == Verdict.Outcome.BROKEN) ? Exit.RUNS_FAILED : Exit.OK;
    }
}
