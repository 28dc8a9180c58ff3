package org.palimpsest.results.tuning;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.record.Disk;
import org.palimpsest.results.record.Json;
import org.palimpsest.results.record.RecordException;
import org.palimpsest.results.record.RunId;

/**
 * What was spent on searches, {@code <results>/tuning/ledger/<benchmark>/<method>.json}: the searches for the options of a method on a benchmark, in the
 * order in which they were made. Whoever searches again pays for the earlier searches, too.
 */
public final class TuningLedger {
    private final Path folder;

    private record Page(List<Search> searches) {
        private Page {
            searches = List.copyOf(searches);
        }
    }

    private TuningLedger(Path folder) {
        this.folder = folder;
    }

    /** The ledger in a folder of results; there need be none. */
    public static TuningLedger in(Path results) {
        return new TuningLedger(results.resolve("tuning").resolve("ledger"));
    }

    /**
     * Books a search. What was booked under its name for the same protocol is taken together with it, so that nothing that was spent is forgotten.
     *
     * @throws RecordException if the ledger is damaged, or cannot be written
     */
    public void book(String benchmark, String method, Search search) {
        Path page = page(benchmark, method);
        List<Search> searches = new ArrayList<>(searches(page));
        int at = IntStream.range(0, searches.size()).filter(i -> searches.get(i).isSame(search)).findFirst().orElse(searches.size());
        if (at == searches.size()) {
            searches.add(search);
        } else {
            Map<String, Trial> trials = new LinkedHashMap<>();
            Stream.of(searches.get(at), search).forEach(each -> each.trials().forEach(trial -> trials.put(trial.run(), trial)));
            searches.set(at, new Search(search.name(), search.part(), search.protocol(), search.chosen(), List.copyOf(trials.values())));
        }
        Disk disk = new Disk();
        disk.createFolder(page.getParent());
        disk.replace(page, Json.pretty(new Page(searches)).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What it cost to find the options of a run: each run of the last search that chose them, and of those for the same protocol before it, once.
     *
     * @return empty if no search has chosen them
     * @throws RecordException if the ledger is damaged
     */
    public Optional<TuningCost> cost(RunId run) {
        List<Search> searches = searches(page(run.benchmark(), run.method()));
        int last = searches.stream().map(Search::chosen).toList().lastIndexOf(run.digest());
        if (last < 0) {
            return Optional.empty();
        }
        Map<String, Trial> trials = new LinkedHashMap<>();
        searches.subList(0, last + 1).stream().filter(search -> searches.get(last).follows(search))
                .forEach(search -> search.trials().forEach(trial -> trials.put(trial.run(), trial)));
        return Optional.of(TuningCost.of(trials.values()));
    }

    private Path page(String benchmark, String method) {
        return folder.resolve(benchmark).resolve(method + ".json");
    }

    private static List<Search> searches(Path page) {
        return Files.isRegularFile(page) ? Json.read(page, Page.class).searches() : List.of();
    }
}
