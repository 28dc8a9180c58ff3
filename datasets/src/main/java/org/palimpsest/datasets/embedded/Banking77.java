package org.palimpsest.datasets.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.text.InstructionInfo;

/**
 * Messages to a bank, of 77 intents. Source: Casanueva et al., "Efficient Intent Detection with Dual Sentence Encoders", Workshop on
 * NLP for Conversational AI 2020, arXiv:2003.04807.
 */
final class Banking77 {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private static final InstructionInfo INFO = new InstructionInfo("banking77", "BANKING77 intents of messages to a bank", "CC BY 4.0",
            "https://github.com/PolyAI-LDN/task-specific-datasets; the official training and test parts");

    private Banking77() {}

    static DatasetSource in(EmbeddedFiles files) {
        return EmbeddedInstructions.english(INFO, 77, 10_003, 3_080, "Which intent does the customer's message to the bank have?", files, Banking77::parts);
    }

    private static EmbeddedInstructions.Parts parts(EmbeddedFiles files) {
        return new EmbeddedInstructions.Parts(part(files, "banking77/train.csv.gz"), part(files, "banking77/test.csv.gz"));
    }

    private static List<EmbeddedInstructions.Labelled> part(EmbeddedFiles files, String name) {
        try (CSVParser rows = CSVParser.parse(new String(files.unzipped(name), StandardCharsets.UTF_8), FORMAT)) {
            return rows.stream().map(row -> new EmbeddedInstructions.Labelled(row.get("text"), row.get("category"))).toList();
        } catch (IOException e) {
            throw new DatasetException(name, "cannot be read: " + e.getMessage(), e);
        }
    }
}
