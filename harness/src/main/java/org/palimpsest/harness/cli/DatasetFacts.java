package org.palimpsest.harness.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageDataset;

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
            facts.putAll(contents((ImageDataset) source.load(asked)));
        }
        return facts;
    }

    private static Map<String, Object> contents(ImageDataset dataset) {
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
        facts.put("sha256", dataset.sha256());
        return facts;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
