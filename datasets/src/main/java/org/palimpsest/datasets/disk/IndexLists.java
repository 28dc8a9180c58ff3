package org.palimpsest.datasets.disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Sha256;
import org.palimpsest.datasets.ShotLists;

/**
 * The index lists that came with the few-shot protocols: {@code session_1.txt} of the base session, {@code session_2.txt} and so
 * on of the later ones, one training image a line. Source: Tao et al., "Few-Shot Class-Incremental Learning", CVPR 2020, as
 * distributed with CEC (Zhang et al., CVPR 2021).
 *
 * @param folder the folder that holds them
 * @param sessions the lines of every session, that of the base first
 */
public record IndexLists(Path folder, List<List<String>> sessions) {

    private static final int DIGITS = 12;

    /**
     * Reads the lists in the first of some folders that holds any.
     *
     * @throws DatasetException if one cannot be read or is empty
     */
    public static Optional<IndexLists> in(Path... folders) {
        return Stream.of(folders).filter(folder -> Files.isRegularFile(file(folder, 1))).findFirst().map(IndexLists::read);
    }

    private static IndexLists read(Path folder) {
        List<List<String>> sessions = new ArrayList<>();
        for (int session = 1; Files.isRegularFile(file(folder, session)); session++) {
            List<String> lines = TextFile.lines(file(folder, session)).stream().filter(line -> !line.isBlank()).toList();
            if (lines.isEmpty()) {
                throw new DatasetException(file(folder, session).toString(), "lists no images");
            }
            sessions.add(lines);
        }
        return new IndexLists(folder, sessions);
    }

    private static Path file(Path folder, int session) {
        return folder.resolve("session_" + session + ".txt");
    }

    /** The file of a session, counted from 1. */
    public Path file(int session) {
        return file(folder, session);
    }

    /** The lists of the sessions after the base, of images by number. */
    public ShotLists byNumber() {
        List<int[]> shots = new ArrayList<>();
        for (int session = 2; session <= sessions.size(); session++) {
            List<String> lines = sessions.get(session - 1);
            int[] images = new int[lines.size()];
            for (int i = 0; i < images.length; i++) {
                images[i] = TextFile.number(file(session), i + 1, lines.get(i).strip());
            }
            shots.add(images);
        }
        return new ShotLists(origin(), shots);
    }

    /**
     * The lists of the sessions after the base, of images by path.
     *
     * @param place the training image of a line; -1 if there is none
     * @return the lists; empty unless every image they name is there
     */
    public Optional<ShotLists> byPath(ToIntFunction<String> place) {
        List<int[]> shots = sessions.stream().skip(1).map(lines -> lines.stream().mapToInt(place).toArray()).toList();
        boolean whole = shots.stream().allMatch(session -> Arrays.stream(session).allMatch(i -> i >= 0));
        return whole ? Optional.of(new ShotLists(origin(), shots)) : Optional.empty();
    }

    private String origin() {
        String text = String.join("\n\n", sessions.stream().map(lines -> String.join("\n", lines)).toList());
        return "CEC index lists " + Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
