package org.palimpsest.datasets.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.text.InstructionInfo;

/**
 * Queries to an assistant, of 150 intents: the official training and test parts, without the validation part and the queries out of
 * scope. Source: Larson et al., "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction", EMNLP-IJCNLP 2019.
 */
final class Clinc150 {
    private static final String FILE = "clinc150/data_full.json.gz";

    private static final InstructionInfo INFO = new InstructionInfo("clinc150", "CLINC150 intents of queries to an assistant", "CC BY 3.0",
            "https://github.com/clinc/oos-eval; the official training and test parts of the 150 intents, without validation and out-of-scope queries");

    private Clinc150() {}

    static DatasetSource in(EmbeddedFiles files) {
        return EmbeddedInstructions.english(INFO, 150, 15_000, 4_500, "Which intent does the query to the assistant have?", files, Clinc150::parts);
    }

    private static EmbeddedInstructions.Parts parts(EmbeddedFiles files) {
        try {
            JsonNode all = new ObjectMapper().readTree(files.unzipped(FILE));
            return new EmbeddedInstructions.Parts(part(all, "train"), part(all, "test"));
        } catch (IOException e) {
            throw new DatasetException(FILE, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<EmbeddedInstructions.Labelled> part(JsonNode all, String name) {
        return StreamSupport.stream(all.required(name).spliterator(), false)
                .map(pair -> new EmbeddedInstructions.Labelled(pair.required(0).asText(), pair.required(1).asText())).toList();
    }
}
