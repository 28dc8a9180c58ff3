package org.palimpsest.harness.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;
import org.palimpsest.harness.plugins.Plugins;

/** Finds out which suite somebody asks for: one that is packaged or a file, or one made of a benchmark and methods on the command line. */
final class Suites {
    private static final String ASKER = "run";

    private final Library library;
    private final Plugins plugins;

    Suites(Library library, Plugins plugins) {
        this.library = library;
        this.plugins = plugins;
    }

    /** The suite of a request; what is wrong with it is added to the problems. */
    SuiteSpec of(Request request, Problems problems) {
        List<RecipeSpec> chosen = request.methods().stream().map(m -> new RecipeSpec(m, Map.of())).toList();
        boolean isSuite = library.isSuite(request.what());
        if (!isSuite && !library.benchmarks().contains(request.what())) {
            List<String> names = new ArrayList<>(library.suites().names());
            names.addAll(library.benchmarks().names());
            problems.at(ASKER).add("suite|benchmark", request.what(), Definitions.isPath(request.what())
                    ? "there is no such file, ending in .yaml or .yml" + Names.didYouMean(request.what(), names)
                    : "there is no such suite, benchmark or file" + Names.suggestion(request.what(), names,
                            "'palimpsest list suites' and 'palimpsest list benchmarks' show all"));
            return new SuiteSpec(request.what(), ASKER, List.of(), chosen, List.of());
        }
        SuiteSpec alone = new SuiteSpec(baseName(request.what()), ASKER, List.of(request.what()), chosen, List.of(0L, 1L, 2L));
        SuiteSpec suite = isSuite ? declared(request, problems, alone) : alone;
        if (chosen.isEmpty() && !isSuite) {
            problems.at(ASKER).add("--methods", "", "must name at least one method; 'palimpsest list methods' shows all");
        }
        List<RecipeSpec> methods = chosen.isEmpty() ? suite.methods() : chosen.stream().flatMap(c -> optionsOf(suite, c).stream()).toList();
        List<Long> seeds = request.seeds().map(s -> SuiteSpec.seeds(s, ASKER, "--seeds", problems)).orElse(suite.seeds());
        return new SuiteSpec(isSuite ? request.boardOf(suite.name()) : suite.name(), suite.source(), suite.benchmarks(), methods, seeds);
    }

    private SuiteSpec declared(Request request, Problems problems, SuiteSpec otherwise) {
        Set<String> replaced = new HashSet<>(request.methods().isEmpty() ? Set.of() : Set.of("methods"));
        request.seeds().ifPresent(s -> replaced.add("seeds"));
        return library.suites().values(request.what(), ASKER, "suite", problems)
                .map(values -> SuiteSpec.of(baseName(request.what()), values, replaced, problems)).orElse(otherwise);
    }

    /** A method chosen on the command line keeps the options that the suite gives it, and is made as often as the suite has it. */
    private static List<RecipeSpec> optionsOf(SuiteSpec suite, RecipeSpec chosen) {
        List<RecipeSpec> own = suite.methods().stream().filter(m -> m.name().equals(chosen.name())).toList();
        return own.isEmpty() ? List.of(chosen) : own;
    }

    /** What a suite or benchmark that is given by its file is called until it says so itself. */
    static String baseName(String file) {
        return file.replaceAll(".*/", "").replaceAll("\\.ya?ml$", "");
    }
}
