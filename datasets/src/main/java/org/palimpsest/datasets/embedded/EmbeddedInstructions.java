package org.palimpsest.datasets.embedded;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.datasets.text.InstructionInfo;
import org.palimpsest.datasets.text.InstructionSet;

/**
 * Texts and their classes among Palimpsest's own resources, asked for by one instruction.
 *
 * @param info what they are
 * @param card what is said of them before they are read
 * @param instruction what every example asks
 * @param files where they are
 * @param decode reads both parts
 */
record EmbeddedInstructions(InstructionInfo info, DatasetCard card, String instruction, EmbeddedFiles files, Function<EmbeddedFiles, Parts> decode)
        implements DatasetSource {
    /** What files hold. */
    record Parts(List<Labelled> train, List<Labelled> test) {}

    /** A text and the name of its class, as the files have it. */
    record Labelled(String text, String label) {
        /** Identifiers in words. */
        String answer() {
            return label.replace('_', ' ');
        }
    }

    /**
     * In English.
     *
     * @param classes how many classes there are
     * @param train how many training examples
     * @param test how many test examples
     */
    static DatasetSource english(InstructionInfo info, int classes, int train, int test, String instruction, EmbeddedFiles files,
            Function<EmbeddedFiles, Parts> decode) {
        DatasetCard card = new DatasetCard(info.name(), info.title(), info.licence(), info.origin(), classes, train, test, "instructions, English",
                "none needed", false, false, true);
        return new EmbeddedInstructions(info, card, instruction, files, decode);
    }

    @Override
    public DatasetState state(DatasetName name) {
        return DatasetState.embedded();
    }

    @Override
    public InstructionDataset load(DatasetName name) {
        Parts parts = decode.apply(files);
        List<String> options = Stream.of(parts.train, parts.test).flatMap(List::stream).map(Labelled::answer).distinct().sorted().toList();
        return new InstructionDataset(info, List.of(new InstructionSet(info.name(), examples(parts.train), examples(parts.test), options, "en")));
    }

    private List<InstructionExample> examples(List<Labelled> part) {
        return part.stream().map(labelled -> new InstructionExample(instruction, labelled.text.strip(), List.of(labelled.answer()))).toList();
    }
}
