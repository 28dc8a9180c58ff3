package org.palimpsest.harness.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.Dataset;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionSet;

/** What there is to say of one data set, as named cells. */
final class DatasetFacts {
    private DatasetFacts() {}

    /** The card; and, of one that is at hand, its state and contents. */
    static Map<String, Object> of(DatasetSource source, DatasetName asked) {
        DatasetCard card = source.card();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", asked.toString());
        facts.put("title", card.title());
        facts.put("licence", card.licence());
        facts.put("origin", card.origin());
        facts.put("files", card.layout());
        if (card.family() && asked.argument().isEmpty()) {
            facts.put("use", card.name() + ":NAME, where NAME is a folder or file in a data folder, or a path");
            return facts;
        }
        DatasetState state = source.state(asked);
        facts.put("state", state.kind().words());
        facts.put("where", state.where());
        facts.put("detail", state.detail());
        if (state.kind() != DatasetState.Kind.MISSING && state.kind() != DatasetState.Kind.DAMAGED) {
            facts.putAll(contents(source.load(asked)));
        }
        return facts;
    }

    private static Map<String, Object> contents(Dataset dataset) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (dataset instanceof ImageDataset images) {
            facts.putAll(images(images));
        } else if (dataset instanceof InstructionDataset instructions) {
            facts.putAll(instructions(instructions));
        }
        facts.put("sha256", dataset.sha256());
        return facts;
    }

    private static Map<String, Object> instructions(InstructionDataset dataset) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("train", dataset.train());
        facts.put("test", dataset.test());
        facts.put("sets", dataset.sets().stream().map(DatasetFacts::words).toList());
        dataset.sets().stream().filter(set -> !set.options().isEmpty()).forEach(set -> facts.put("options of " + set.id(), set.options()));
        return facts;
    }

    private static String words(InstructionSet set) {
        return set.id() + " (" + set.train().size() + " / " + set.test().size()
                + (set.options().isEmpty() ? ", free text" : ", " + set.options().size() + " options")
                + (set.language().isEmpty() ? "" : ", " + set.language()) + ")";
    }

    private static Map<String, Object> images(ImageDataset dataset) {
        DatasetInfo info = dataset.info();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("shape", info.shape().toString());
        facts.put("train", info.train());
        facts.put("test", info.test());
        facts.put("mean", list(info.mean()));
        facts.put("std", list(info.std()));
        facts.put("classes", info.classNames());
        info.groups().ifPresent(groups -> facts.put("superclasses", groups.names()));
        dataset.shots().ifPresent(shots -> facts.put("few-shot lists", shots.origin()));
        return facts;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
