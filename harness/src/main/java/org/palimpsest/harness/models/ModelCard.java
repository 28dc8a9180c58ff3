package org.palimpsest.harness.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of a model.
 *
 * @param run the run that it is of, by its folder below {@code runs}
 * @param benchmark name of the benchmark
 * @param method the method with its add-ons
 * @param methodOptions their options
 * @param seed of the run
 * @param task the task after which the network was as it is, from 1
 * @param tasks of the stream
 * @param classes what the outputs stand for, in their order
 * @param stream the stream
 * @param streamDigest digest of the stream
 * @param protocolDigest digest of the benchmark with all that results depend on
 * @param harnessVersion version of Palimpsest that made the run
 * @param commit of its code
 * @param classifier what answers in the run
 * @param answers how this network answers test examples
 * @param network how it is put together
 */
public record ModelCard(
        String run, String benchmark, String method, Map<String, Object> methodOptions, long seed, int task, int tasks, List<Label> classes, String stream,
        String streamDigest, String protocolDigest, String harnessVersion, String commit, String classifier, Answers answers, NetworkPlan network) {
    /** The answers of the run are those of this network. */
    public static final String OF_THE_NETWORK = "network";
    /** They are made in another way of what the network gives, as by nearest means of features: what its head says is nobody's answer. */
    public static final String OF_THE_METHOD = "method";

    private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module()).enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /**
     * What an output stands for.
     *
     * @param output from 0
     * @param label of the data set
     * @param name of that class
     */
    public record Label(int output, int label, String name) {}

    /**
     * Answers to the test examples of all tasks that are scored after this one, of all classes that have an output.
     *
     * @param n test examples
     * @param ofRun right answers of the learner
     * @param ofNetwork right answers by the largest output of this network
     */
    public record Answers(long n, long ofRun, long ofNetwork) {}

    /** Reads one. */
    static ModelCard read(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), ModelCard.class);
    }

    /** As JSON. */
    String json() {
        return json(this) + "\n";
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a file of arrays can say it: texts by name, of which those that are no single words are JSON. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        JSON.<Map<String, Object>>convertValue(this, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class))
                .forEach((key, value) -> texts.put(key, value instanceof Map || value instanceof List ? json(value) : String.valueOf(value)));
        texts.put("inputShape", network.input().toString());
        texts.put("normalisation", normalisation());
        texts.put("note", note());
        return texts;
    }

    private String normalisation() {
        return "(" + (network.stored().isInteger() ? "pixel / 255" : "feature") + " - mean) / sd per channel, mean " + network.mean() + ", sd " + network.sd();
    }

    private String note() {
        return classifier.equals(OF_THE_NETWORK) ? "the run answers by the largest output of this network"
                : "the run does not answer by the outputs of this network but by a classifier of the method's own, which is not in this file";
    }
}
