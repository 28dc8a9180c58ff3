package org.palimpsest.datasets.disk.instructions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionSet;

/** What is asked of the texts of the long sequence. */
final class LongSequence {
    private static final String RELATION = "How does sentence 2 relate to sentence 1?";
    private static final Map<String, String> QUESTIONS = questions();

    private LongSequence() {}

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("BoolQA", "Going by the passage, is the answer to the question true or false?");
        questions.put("CB", RELATION);
        questions.put("COPA", "Which of the two sentences is the more plausible cause or effect?");
        questions.put("IMDB", "Which sentiment does the film review express?");
        questions.put("MNLI", RELATION);
        questions.put("MultiRC", "Going by the paragraph, is the answer that is given to the question true or false?");
        questions.put("QQP", "Is it true or false that both sentences ask the same?");
        questions.put("RTE", RELATION);
        questions.put("SST-2", "Which sentiment does the text express?");
        questions.put("WiC", "Is it true or false that the word has the same meaning in both sentences?");
        questions.put("agnews", "Which topic is the news article about?");
        questions.put("amazon", "Which sentiment does the product review express?");
        questions.put("dbpedia", "What kind of thing does the text describe?");
        questions.put("yahoo", "Which topic is the question about?");
        questions.put("yelp", "Which sentiment does the review of the business express?");
        return questions;
    }

    /** The names of all sets, in the order of their names. */
    static Set<String> names() {
        return QUESTIONS.keySet();
    }

    /** A set with the question that its texts are asked, and the answers there are to choose from. */
    static InstructionSet finish(InstructionSet set) {
        String instruction = QUESTIONS.get(set.id()) + (set.options().isEmpty() ? "" : " Answer with one of: " + String.join(", ", set.options()) + ".");
        return new InstructionSet(set.id(), asked(instruction, set.train()), asked(instruction, set.test()), set.options(), "en");
    }

    private static List<InstructionExample> asked(String instruction, List<InstructionExample> examples) {
        return examples.stream().map(example -> new InstructionExample(instruction, example.input(), example.answers())).toList();
    }
}
