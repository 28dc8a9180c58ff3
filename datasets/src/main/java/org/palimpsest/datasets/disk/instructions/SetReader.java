package org.palimpsest.datasets.disk.instructions;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;

/** Makes a set of its files. */
final class SetReader {
    /** Of a set in one file, every so manieth example is a test example. */
    private static final int TEST_EVERY = 5;

    private final SetFiles files;
    private final boolean published;
    private final Problems problems;

    /** As {@link ExampleReader}. */
    SetReader(SetFiles files, boolean published, Problems problems) {
        this.files = files;
        this.published = published;
        this.problems = problems;
    }

    /** The set; empty if something is wrong with its files. */
    Optional<InstructionSet> read() {
        int before = problems.count();
        List<String> given = files.labels().map(this::labels).orElse(List.of());
        Set<String> choices = new LinkedHashSet<>(given);
        ExampleReader reader = new ExampleReader(files.train(), choices, published, problems);
        List<InstructionExample> all = reader.read();
        List<InstructionExample> train = files.test().isPresent() ? all : every(all, false);
        List<InstructionExample> test = files.test().map(file -> new ExampleReader(file, choices, published, problems).read())
                .orElseGet(() -> every(all, true));
        if (problems.count() == before && test.isEmpty()) {
            problems.at(files.train().toString()).add("", "", "holds " + all.size() + " examples; at least " + TEST_EVERY
                    + " are needed, since each fifth is a test example where there is no file of these");
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        CommonLines common = CommonLines.of(train, test);
        List<String> options = given.isEmpty() ? Choices.among(train, test) : given;
        return Optional.of(new InstructionSet(files.id(), common.moved(train), common.moved(test), options, reader.language()));
    }

    private static List<InstructionExample> every(List<InstructionExample> all, boolean fifth) {
        return IntStream.range(0, all.size()).filter(i -> (i % TEST_EVERY == TEST_EVERY - 1) == fifth).mapToObj(all::get).toList();
    }

    private List<String> labels(Path file) {
        Set<String> labels = new LinkedHashSet<>();
        Problems here = problems.at(file.toString());
        JsonValues.read(file, problems, (where, value) -> label(where, value, labels, here));
        return List.copyOf(labels);
    }

    private static void label(String where, JsonNode value, Set<String> labels, Problems problems) {
        if (!value.isTextual() || value.textValue().isBlank()) {
            problems.add(where, value, "must be a list of texts, the answers there are to choose from");
        } else if (!labels.add(value.textValue().strip())) {
            problems.add(where, value.textValue(), "is there twice");
        }
    }
}
