package org.palimpsest.harness.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * What a worker says, a line each; what other words come out of its process are not for the pool.
 *
 * @param palimpsest what is said
 * @param task of the run, from 0; 0 where none is meant
 * @param updates made of the run so far
 * @param total updates of the whole run; 0 where they are not said
 * @param seconds that training took; 0 where they are not said
 * @param file the record that cannot be used; empty where none is meant
 * @param text why it cannot be used; empty otherwise
 */
record Message(Kind palimpsest, int task, long updates, long total, double seconds, String file, String text) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Kinds of messages. */
    enum Kind {
        /** It waits for a run. */
        READY,
        /** A run begins or goes on: updates, total. */
        STARTED,
        /** A run gets on: task, updates. */
        AT,
        /** A task was learned: task, seconds. */
        TAUGHT,
        /** The run has ended, well or not; its record says how. */
        ENDED,
        /** The record of the run cannot be used: file, text. */
        UNUSABLE
    }

    static Message of(Kind kind) {
        return new Message(kind, 0, 0, 0, 0, "", "");
    }

    static Message started(long updates, long total) {
        return new Message(Kind.STARTED, 0, updates, total, 0, "", "");
    }

    static Message at(int task, long updates) {
        return new Message(Kind.AT, task, updates, 0, 0, "", "");
    }

    static Message taught(int task, double seconds) {
        return new Message(Kind.TAUGHT, task, 0, 0, seconds, "", "");
    }

    static Message unusable(String file, String text) {
        return new Message(Kind.UNUSABLE, 0, 0, 0, 0, file, text);
    }

    /** The line that says it; a line of its own, whatever was printed before. */
    String line() {
        try {
            return "\n" + MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a line says; empty if it was not written by {@link #line}. */
    static Optional<Message> read(String line) {
        if (!line.startsWith("{\"palimpsest\":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(line, Message.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
