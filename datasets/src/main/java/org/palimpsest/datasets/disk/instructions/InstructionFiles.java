package org.palimpsest.datasets.disk.instructions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Meter;
import org.palimpsest.datasets.Problems;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.FoundInstructions;
import org.palimpsest.datasets.text.InstructionSet;

/**
 * The files of some sets.
 *
 * @param folder the folder that holds them
 * @param sets the files of each, in the order of the sets
 * @param published as {@link ExampleReader}
 * @param finish adds to a set what is known of it, but not said by its files
 */
record InstructionFiles(Path folder, List<SetFiles> sets, boolean published, UnaryOperator<InstructionSet> finish) implements FoundInstructions {
    @Override
    public List<Path> files() {
        List<Path> files = sets.stream().flatMap(set -> set.files().stream()).toList();
        List<Path> missing = files.stream().filter(file -> !Files.isRegularFile(file)).toList();
        if (files.isEmpty()) {
            throw new DatasetException(folder.toString(), "holds neither .json nor .jsonl files, nor folders with train.json or train.jsonl");
        }
        if (!missing.isEmpty()) {
            throw new DatasetException(missing.stream().map(Path::toString).collect(Collectors.joining(", ")),
                    missing.size() == 1 ? "is missing" : "are missing");
        }
        return files;
    }

    @Override
    public List<InstructionSet> read(ProgressMonitor monitor) {
        Problems problems = new Problems();
        List<InstructionSet> read = new ArrayList<>();
        try (Meter meter = monitor.begin("reading " + folder.getFileName(), sets.size(), "sets")) {
            for (SetFiles files : sets) {
                new SetReader(files, published, problems).read().map(finish).ifPresent(read::add);
                meter.add(1);
            }
        }
        problems.throwIfAny();
        return read;
    }
}
