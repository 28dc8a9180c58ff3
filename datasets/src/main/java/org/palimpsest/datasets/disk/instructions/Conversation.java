package org.palimpsest.datasets.disk.instructions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.palimpsest.datasets.Names;
import org.palimpsest.datasets.Problems;

/**
 * A conversation, whose last turn is the answer. What a system message says is the instruction; the turns before the answer are the
 * input, each after the name of who speaks if there are several.
 *
 * @param instruction the system message, or nothing
 * @param input the turns before the answer
 * @param place where the answer stands in the object
 * @param answer what the assistant said last
 */
record Conversation(String instruction, String input, String place, JsonNode answer) {
    /** Both forms, for people. */
    static final String WORDS = "conversations [{from, value}]; messages [{role, content}]";

    private static final Map<String, Speaker> SPEAKERS = Map.of("system", Speaker.SYSTEM, "human", Speaker.USER, "user", Speaker.USER,
            "gpt", Speaker.ASSISTANT, "assistant", Speaker.ASSISTANT);

    private enum Speaker {
        SYSTEM("System"), USER("User"), ASSISTANT("Assistant");

        private final String words;

        Speaker(String words) {
            this.words = words;
        }
    }

    private record Turn(Speaker speaker, String text) {}

    /** Whether an object holds one. */
    static boolean isIn(JsonNode object) {
        return object.has("conversations") || object.has("messages");
    }

    /**
     * Takes a conversation apart.
     *
     * @param where where the object stands, for messages
     * @return nothing if something is wrong
     */
    static Optional<Conversation> read(String where, JsonNode object, Problems problems) {
        boolean chat = object.has("messages");
        String list = chat ? "messages" : "conversations";
        String prefix = where + (where.isEmpty() ? "" : where.endsWith("]") ? "." : ": ") + list;
        JsonNode turns = object.get(list);
        if (!turns.isArray() || turns.isEmpty()) {
            problems.add(prefix, turns, "must be a list of turns");
            return Optional.empty();
        }
        int before = problems.count();
        List<Turn> said = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            turn(prefix + "[" + i + "]", turns.get(i), chat ? "role" : "from", chat ? "content" : "value", problems).ifPresent(said::add);
        }
        if (problems.count() > before) {
            return Optional.empty();
        }
        boolean system = said.get(0).speaker == Speaker.SYSTEM;
        List<Turn> talk = said.subList(system ? 1 : 0, said.size());
        if (!alternates(talk)) {
            problems.add(prefix, speakers(said), "must be turns of user and assistant, one after the other, after a system message or none, "
                    + "and end with the assistant's");
            return Optional.empty();
        }
        int last = turns.size() - 1;
        return Optional.of(new Conversation(system ? said.get(0).text : "", input(talk.subList(0, talk.size() - 1)),
                list + "[" + last + "]." + (chat ? "content" : "value"), turns.get(last).get(chat ? "content" : "value")));
    }

    private static Optional<Turn> turn(String where, JsonNode turn, String who, String what, Problems problems) {
        JsonNode speaker = turn.path(who);
        JsonNode text = turn.path(what);
        boolean known = SPEAKERS.containsKey(speaker.asText());
        if (!known) {
            problems.add(where + "." + who, speaker.asText(), (speaker.isMissingNode() ? "is missing" : "nobody known speaks so")
                    + Names.suggestion(speaker.asText(), SPEAKERS.keySet().stream().sorted().toList()));
        }
        if (!text.isTextual()) {
            problems.add(where + "." + what, text, "must be text");
        }
        return known && text.isTextual() ? Optional.of(new Turn(SPEAKERS.get(speaker.asText()), text.textValue().strip())) : Optional.empty();
    }

    private static boolean alternates(List<Turn> talk) {
        for (int i = 0; i < talk.size(); i++) {
            if (talk.get(i).speaker != (i % 2 == 0 ? Speaker.USER : Speaker.ASSISTANT)) {
                return false;
            }
        }
        return !talk.isEmpty() && talk.size() % 2 == 0;
    }

    private static String speakers(List<Turn> said) {
        return String.join(", ", said.stream().map(turn -> turn.speaker.words).toList());
    }

    private static String input(List<Turn> asked) {
        return asked.size() == 1 ? asked.get(0).text : String.join("\n", asked.stream().map(turn -> turn.speaker.words + ": " + turn.text).toList());
    }
}
