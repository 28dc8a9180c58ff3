package org.palimpsest.datasets.disk.omniglot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.disk.ImageParts;
import org.palimpsest.datasets.image.ClassGroups;

/** Drawings, sorted into classes and parts. */
final class Drawings {
    private static final int PEOPLE = 20;
    private static final int TRAINING_PEOPLE = 15;

    private final Path folder;
    /** By class, in their order, then by person. */
    private final Map<String, Map<Integer, Drawing>> classes = new LinkedHashMap<>();

    /** Drawings in the order of their classes; where a character is there twice, the first is taken. */
    Drawings(Path folder, List<Drawing> drawings) {
        this.folder = folder;
        drawings.forEach(drawing -> classes.computeIfAbsent(drawing.className(), name -> new TreeMap<>())
                .putIfAbsent(drawing.person(), drawing));
    }

    /** Of every character, the drawings by the first fifteen people are for training. */
    ImageParts parts() {
        if (classes.isEmpty()) {
            throw new DatasetException(folder.toString(), "holds no drawings ALPHABET/characterNN/NNNN_NN.png");
        }
        List<ImageParts.Labelled> train = new ArrayList<>();
        List<ImageParts.Labelled> test = new ArrayList<>();
        Map<String, Integer> alphabets = new LinkedHashMap<>();
        int[] groupOf = new int[classes.size()];
        int label = 0;
        for (Map.Entry<String, Map<Integer, Drawing>> entry : classes.entrySet()) {
            for (int person = 1; person <= PEOPLE; person++) {
                Drawing drawing = drawing(entry.getKey(), entry.getValue(), person);
                groupOf[label] = alphabets.computeIfAbsent(drawing.alphabet(), name -> alphabets.size());
                (person <= TRAINING_PEOPLE ? train : test).add(new ImageParts.Labelled(drawing.image(), label));
            }
            label++;
        }
        ClassGroups groups = new ClassGroups(List.copyOf(alphabets.keySet()), groupOf);
        return new ImageParts(List.copyOf(classes.keySet()), Optional.of(groups), train, test);
    }

    private Drawing drawing(String name, Map<Integer, Drawing> byPerson, int person) {
        if (byPerson.size() != PEOPLE || !byPerson.containsKey(person)) {
            throw DatasetException.mismatch(folder.toString(), "drawings of " + name, "those of persons 1 to " + PEOPLE, byPerson.keySet());
        }
        return byPerson.get(person);
    }
}
