package org.palimpsest.datasets.disk.instructions;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.text.InstructionExample;

/** The examples in a file, in whichever form each has; texts are taken without blanks around them. */
final class ExampleReader {
    /** What sets of classification have in the place of a label where people did not agree on one. */
    private static final String NO_LABEL = "-";

    private final Path file;
    private final Set<String> options;
    private final boolean published;
    private final Problems problems;
    private final List<InstructionExample> examples = new ArrayList<>();
    private String language = "";

    /**
     * A reader of one file.
     *
     * @param options the only answers there may be; empty if any may
     * @param published whether examples without an answer are left out rather than refused, since nobody here can mend them
     * @param problems collects what cannot be used
     */
    ExampleReader(Path file, Set<String> options, boolean published, Problems problems) {
        this.file = file;
        this.options = options;
        this.published = published;
        this.problems = problems.at(file.toString());
    }

    /** Reads it. */
    List<InstructionExample> read() {
        int before = problems.count();
        JsonValues.read(file, problems, this::value);
        if (examples.isEmpty() && problems.count() == before) {
            problems.add("", "", "holds no examples");
        }
        return examples;
    }

    /** The language that it says its answers are in, as ISO 639-1 has it; empty if it says nothing, and before it is read. */
    String language() {
        return language;
    }

    private void value(String where, JsonNode value) {
        if (!value.isObject()) {
            problems.add(where, value, "must be an object, {...}, that holds an example");
        } else if (value.has("Instances")) {
            task(where, value);
        } else if (Conversation.isIn(value)) {
            Conversation.read(where, value, problems).ifPresent(talk ->
                    add(where, talk.instruction(), talk.input(), answers(key(where, talk.place()), talk.answer())));
        } else {
            pair(where, value);
        }
    }

    private void pair(String where, JsonNode object) {
        Optional<PairForm> form = PairForm.nearest(object);
        if (form.isEmpty()) {
            String keys = StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false).collect(Collectors.joining(", "));
            problems.add(where, keys, "keys of no form that is read: " + PairForm.words() + "; " + Conversation.WORDS + "; Definition, Instances");
            return;
        }
        pair(where, form.get(), text(where, object, form.get().instruction()), object);
    }

    private void pair(String where, PairForm form, String instruction, JsonNode object) {
        String input = text(where, object, form.input());
        List<String> answers = answers(key(where, form.answer()), object.get(form.answer()));
        add(where, instruction, input, answers);
    }

    /** A task of Super-NaturalInstructions (Wang et al., EMNLP 2022): a definition and its instances. */
    private void task(String where, JsonNode task) {
        JsonNode definition = task.path("Definition");
        // a list holds one, as a rule; where there are several, the authors' own programs take the first
        JsonNode first = definition.isArray() && !definition.isEmpty() ? definition.get(0) : definition;
        if (!first.isTextual() || first.textValue().isBlank()) {
            problems.add(key(where, "Definition"), definition, "must be the text that says what to do, or a list of such");
            return;
        }
        language = Languages.code(task.path("Output_language").path(0).asText());
        JsonNode instances = task.get("Instances");
        if (!instances.isArray() || instances.isEmpty()) {
            problems.add(key(where, "Instances"), instances, "must be a list of at least one object with input and output");
            return;
        }
        for (int i = 0; i < instances.size(); i++) {
            String place = key(where, "Instances[" + i + "]");
            if (instances.get(i).isObject()) {
                pair(place, PairForm.INPUT_OUTPUT, first.textValue().strip(), instances.get(i));
            } else {
                problems.add(place, instances.get(i), "must be an object with input and output");
            }
        }
    }

    private void add(String where, String instruction, String input, List<String> answers) {
        if (answers.isEmpty()) {
            return;
        }
        if (instruction.isEmpty() && input.isEmpty()) {
            problems.add(where, "", "asks nothing: neither an instruction nor an input");
            return;
        }
        examples.add(new InstructionExample(instruction, input, answers));
    }

    /** A text that may be missing. */
    private String text(String where, JsonNode object, String key) {
        JsonNode value = object.path(key);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
            problems.add(key(where, key), value, "must be text");
        }
        return value.isTextual() ? value.textValue().strip() : "";
    }

    /** What is right; empty if there is nothing that can be used, which is told unless it is to be left out. */
    private List<String> answers(String key, JsonNode value) {
        if (value == null || value.isNull()) {
            problems.add(key, "", "is missing: what is the right answer?");
            return List.of();
        }
        Set<String> answers = new LinkedHashSet<>();
        boolean sound = value.isTextual() || value.isArray();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            sound &= one.isTextual();
            answers.add(one.isTextual() ? one.textValue().strip() : "");
        }
        if (!sound) {
            problems.add(key, value, "must be text, or a list of texts of which each is right");
            return List.of();
        }
        if (published) {
            answers.remove("");
            answers.removeIf(answer -> answer.equals(NO_LABEL) && !options.isEmpty() && !options.contains(NO_LABEL));
        } else if (answers.isEmpty() || answers.contains("")) {
            problems.add(key, value.isArray() ? value : "", answers.isEmpty() ? "holds no answer" : "is empty, so there is nothing to learn");
            return List.of();
        }
        List<String> others = answers.stream().filter(answer -> !options.isEmpty() && !options.contains(answer)).toList();
        others.forEach(answer -> problems.add(key, answer, "is none of the options, " + String.join(", ", options)));
        return others.isEmpty() ? List.copyOf(answers) : List.of();
    }

    private static String key(String where, String field) {
        return where + (where.isEmpty() ? "" : where.endsWith("]") ? "." : ": ") + field;
    }
}
