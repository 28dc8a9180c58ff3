package org.palimpsest.datasets.disk.instructions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;
import org.palimpsest.datasets.text.InstructionSet;

/** How published collections of instruction data lie: a folder for each set, with {@code train.json} and {@code test.json}. */
public final class CollectionLayout implements Layout {
    private static final String UNANSWERED = "; examples without an answer are left out";

    /** TRACE's sets in the order in which its authors train on them. */
    private static final List<String> TRACE = List.of("C-STANCE", "FOMC", "MeetingBank", "Py150", "ScienceQA", "NumGLUE-cm", "NumGLUE-ds", "20Minuten");
    /** The languages of their answers, English but for these; that of programs has no code. */
    private static final Map<String, String> TRACE_LANGUAGES = Map.of("C-STANCE", "zh", "20Minuten", "de", "Py150", "");

    private final DatasetCard card;
    private final List<String> homes;
    private final Function<Path, List<Path>> members;
    private final UnaryOperator<InstructionSet> finish;

    private CollectionLayout(DatasetCard card, List<String> homes, Function<Path, List<Path>> members, UnaryOperator<InstructionSet> finish) {
        this.card = card;
        this.homes = homes;
        this.members = members;
        this.finish = finish;
    }

    /** Tasks of Super-NaturalInstructions: Wang et al., EMNLP 2022, arXiv:2204.07705. */
    public static CollectionLayout superNi() {
        return new CollectionLayout(card("superni", "Super-NaturalInstructions, some of its tasks", "Apache 2.0; texts under their authors' terms",
                "https://github.com/allenai/natural-instructions" + UNANSWERED, "instructions and definitions",
                "superni or instructions/superni (taskNNN_NAME/train.json, test.json ...)"),
                List.of("instructions/superni", "superni"),
                folder -> ClassFolders.in(folder).stream().filter(own -> own.getFileName().toString().matches("task\\d+_.+")).toList(), set -> set);
    }

    /**
     * The sets of text classification that are learned in a long sequence: Razdaibiedina et al., "Progressive Prompts: Continual Learning
     * for Language Models", ICLR 2023, arXiv:2301.12314. The instructions are ours, since the files hold texts and labels alone.
     */
    public static CollectionLayout longSequence() {
        return new CollectionLayout(card("long-sequence", "Long sequence of sets of text classification", "each set under its authors' terms",
                "https://github.com/cmnfriend/O-LoRA" + UNANSWERED, "instructions, English",
                "long-sequence, instructions/long-sequence or CL_Benchmark (agnews/train.json, test.json, labels.json ..., also one folder deeper)"),
                List.of("instructions/long-sequence", "long-sequence", "CL_Benchmark"), named(List.copyOf(LongSequence.names())), LongSequence::finish);
    }

    /** TRACE: Wang et al., "TRACE: A Comprehensive Benchmark for Continual Learning in Large Language Models", 2023, arXiv:2310.06762. */
    public static CollectionLayout trace() {
        return new CollectionLayout(card("trace", "TRACE", "each set under its authors' terms", "https://github.com/BeyonderXX/TRACE" + UNANSWERED,
                "prompts, English, Chinese, German and Python",
                "trace, instructions/trace, LLM-CL-Benchmark_500 or LLM-CL-Benchmark_5000 (FOMC/train.json, test.json ...)"),
                List.of("instructions/trace", "trace", "LLM-CL-Benchmark_5000", "LLM-CL-Benchmark_500"), named(TRACE), set ->
                        new InstructionSet(set.id(), set.train(), set.test(), set.options(), TRACE_LANGUAGES.getOrDefault(set.id(), "en")));
    }

    private static DatasetCard card(String name, String title, String licence, String origin, String content, String layout) {
        return new DatasetCard(name, title, licence, origin, 0, 0, 0, content, layout, false, false, false);
    }

    /** The folders of some sets, here or in the folders here. */
    private static Function<Path, List<Path>> named(List<String> names) {
        return folder -> {
            List<Path> all = Stream.concat(Stream.of(folder), ClassFolders.in(folder).stream()).toList();
            return names.stream().flatMap(name -> all.stream().map(own -> own.resolve(name)).filter(CollectionLayout::holdsExamples).limit(1)).toList();
        };
    }

    private static boolean holdsExamples(Path folder) {
        return Files.isRegularFile(folder.resolve("train.json")) || Files.isRegularFile(folder.resolve("test.json"));
    }

    @Override
    public DatasetCard card() {
        return card;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        return Stream.concat(homes.stream().map(root::resolve), Stream.of(root).filter(folder -> homes.stream().anyMatch(folder::endsWith)))
                .filter(Files::isDirectory)
                .flatMap(folder -> found(folder).stream()).findFirst();
    }

    private Optional<Found> found(Path folder) {
        List<SetFiles> sets = members.apply(folder).stream().filter(CollectionLayout::holdsExamples).map(SetFiles::published).toList();
        return sets.isEmpty() ? Optional.empty() : Optional.of(new InstructionFiles(folder, sets, true, finish));
    }
}
