package org.palimpsest.datasets.disk.instructions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.Reason;
import org.palimpsest.datasets.disk.ClassFolders;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How instruction data of the user's own lie. */
public final class InstructionFileLayout implements Layout {
    private static final DatasetCard CARD = new DatasetCard("instruction-file", "Instructions of your own", "your own", "a file or folder on this machine",
            0, 0, 0, "instructions", "the file NAME (or a path) of JSON or JSONL, where each fifth example is a test example; or the folder NAME with "
                    + "train.json and test.json (or .jsonl; dev, val, eval ...) and labels.json, if there are answers to choose from; or a folder of "
                    + "such files or folders, each a set", false, true, false);

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        Path which = root.resolve(name.path()).toAbsolutePath().normalize();
        if (Files.isRegularFile(which)) {
            return Optional.of(found(which.getParent(), List.of(SetFiles.alone(which))));
        }
        return Files.isDirectory(which) ? Optional.of(found(which, sets(which))) : Optional.empty();
    }

    private static Found found(Path folder, List<SetFiles> sets) {
        return new InstructionFiles(folder, sets, false, UnaryOperator.identity());
    }

    private static List<SetFiles> sets(Path folder) {
        return SetFiles.in(folder).map(List::of).orElseGet(() -> Stream.concat(
                loose(folder).stream().map(SetFiles::alone), ClassFolders.in(folder).stream().flatMap(own -> SetFiles.in(own).stream()))
                .sorted(Comparator.comparing(SetFiles::id)).toList());
    }

    private static List<Path> loose(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().toLowerCase(Locale.ROOT).matches("[^.].*\\.(jsonl?|ndjson)"))
                    .filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new DatasetException(folder.toString(), "cannot be listed: " + Reason.of(e), e);
        }
    }
}
