package org.palimpsest.harness.cli;

import com.google.inject.Injector;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.DataStore;
import org.palimpsest.datasets.fetch.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data}: data sets on this machine. */
@Command(name = "data", mixinStandardHelpOptions = true,
        description = "Finds, verifies, fetches and imports data sets.",
        subcommands = {DataCommand.ListAll.class, DataCommand.Fetch.class, DataCommand.Verify.class, DataCommand.Import.class, DataCommand.Where.class})
final class DataCommand extends CommandGroup {
    private DataCommand() {}

    private static Map<String, Object> row(DatasetSource source) {
        DatasetCard card = source.card();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", card.family() ? card.name() + ":NAME" : card.name());
        row.put("classes", Listing.number(card.classes()));
        row.put("train", Listing.number(card.train()));
        row.put("test", Listing.number(card.test()));
        DatasetState state = card.family() ? new DatasetState(DatasetState.Kind.UNVERIFIED, "", "") : source.state(DatasetName.parse(card.name()));
        row.put("state", card.family() ? "your own" : state.kind().words());
        row.put("licence", card.licence());
        row.put("where", state.where());
        return row;
    }

    /** {@code data list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all data sets: sizes, licence, whether verified, and where found.")
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Option(names = "--json", description = "print as JSON")
        private boolean json;

        @Option(names = "--markdown", description = "print the catalogue as a Markdown table, without what is on this machine")
        private boolean markdown;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Catalogue catalogue = common.injector().getInstance(Catalogue.class);
            if (markdown) {
                DatasetTable.markdown(catalogue).forEach(out::println);
            } else {
                List<Map<String, Object>> rows = catalogue.sources().stream().map(DataCommand::row).toList();
                if (json) {
                    Json.print(rows, out);
                } else {
                    FittedTable.of(rows, List.copyOf(rows.get(0).keySet()), Terminal.width()).forEach(out::println);
                }
            }
            out.flush();
            return Exit.OK;
        }
    }

    /** {@code data verify}. */
    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Compares the files of a data set with what is published or known of them.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "<name>", description = "a data set, such as cifar100 or image-folder:birds")
        private String name;

        @Override
        public Integer call() {
            DatasetState state = common.injector().getInstance(Catalogue.class).find(name).state(DatasetName.parse(name));
            PrintWriter out = spec.commandLine().getOut();
            out.println(name + ": " + state.kind().words() + (state.where().isEmpty() ? "" : ", " + state.where()));
            if (!state.detail().isEmpty()) {
                out.println(state.detail());
            }
            out.flush();
            boolean usable = state.kind() != DatasetState.Kind.DAMAGED && state.kind() != DatasetState.Kind.MISSING;
            return usable ? Exit.OK : Exit.BAD_INPUT;
        }
    }

    /** {@code data fetch}. */
    @Command(name = "fetch", mixinStandardHelpOptions = true, description = {
        "Fetches a data set from its authors, verifies and unpacks it. Goes on where an earlier try was cut off.",
        "PALIMPSEST_MIRROR names another address (https, http or file), where the files are below the data set's name."})
    static final class Fetch implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "<name>", description = "a data set, such as cifar100")
        private String name;

        @Override
        public Integer call() {
            SecondCompiler.use();
            Path place = common.injector().getInstance(DataStore.class).fetch(name, Settings.of(System.getenv()));
            return placed(name, place, spec);
        }
    }

    /** {@code data import}. */
    @Command(name = "import", mixinStandardHelpOptions = true, description = "Takes over a data set that you have as an archive or a folder.")
    static final class Import implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "<name>", description = "a data set, such as cifar100")
        private String name;

        @Parameters(index = "1", paramLabel = "<path>", description = "an archive, which is unpacked, or a folder, which is copied")
        private Path path;

        @Override
        public Integer call() {
            SecondCompiler.use();
            Path place = common.injector().getInstance(DataStore.class).importFrom(name, path);
            return placed(name, place, spec);
        }
    }

    private static Integer placed(String name, Path place, CommandSpec spec) {
        spec.commandLine().getOut().println(name + " is in " + place);
        spec.commandLine().getOut().flush();
        return Exit.OK;
    }

    /** {@code data where}. */
    @Command(name = "where", mixinStandardHelpOptions = true,
            description = "Shows the folders that data sets are looked for in, in this order, and where decoded ones are kept.")
    static final class Where implements Callable<Integer> {
        @Mixin
        private CommonOptions common;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            Injector injector = common.injector();
            DataFolders folders = injector.getInstance(DataFolders.class);
            PrintWriter out = spec.commandLine().getOut();
            List<String> lines = new ArrayList<>();
            for (Path folder : folders.search()) {
                lines.add(folder + (Files.isDirectory(folder) ? "" : " (not there)"));
            }
            lines.add("decoded data sets and other caches: " + folders.cache());
            lines.forEach(out::println);
            out.flush();
            return Exit.OK;
        }
    }
}
