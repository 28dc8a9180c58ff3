package org.palimpsest.harness.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cancel}: takes a suite out of a cluster. */
@Command(name = "cancel", mixinStandardHelpOptions = true,
        description = "Takes what was submitted of a suite out of the cluster; what is committed stays, and 'submit' submits the rest again.")
final class CancelCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "<name>", description = "name of the suite's leaderboard, as 'submit' told it")
    private String name;

    @Override
    public Integer call() {
        int runs = StatusCommand.submissions(name, results, results.store(common.injector())).cancel();
        spec.commandLine().getOut().println(runs == 0 ? "none of its runs is in the cluster" : runs + " runs were taken out of the cluster");
        spec.commandLine().getOut().flush();
        return Exit.OK;
    }
}
