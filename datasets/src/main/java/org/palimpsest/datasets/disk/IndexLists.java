package org.palimpsest.datasets.disk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.image.ShotLists;

/**
 * The index lists that came with the few-shot protocols: {@code session_1.txt} of the base session, {@code session_2.txt} and so
 * on of the later ones, one training image a line. Source: Tao et al., "Few-Shot Class-Incremental Learning", CVPR 2020, as
 * distributed with CEC (Zhang et al., CVPR 2021).
 *
 * @param folder the folder that holds them
 * @param sessions how many there are, that of the base included
 */
public record IndexLists(Path folder, int sessions) {
    private static final int DIGITS = 12;

    /** The lists in the first of some folders that holds any. */
    public static Optional<IndexLists> in(Path... folders) {
        return Stream.of(folders).filter(folder -> Files.isRegularFile(file(folder, 1))).findFirst().map(IndexLists::in);
    }

    private static IndexLists in(Path folder) {
        int sessions = 1;
        while (Files.isRegularFile(file(folder, sessions + 1))) {
            sessions++;
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

    /**
     * The images of a session, counted from 1, as they are written.
     *
     * @throws DatasetException if the list cannot be read or is empty
     */
    public List<String> lines(int session) {
        List<String> lines = TextFile.lines(file(session)).stream().map(line -> line.strip().replace('\\', '/'))
                .filter(line -> !line.isEmpty()).toList();
        if (lines.isEmpty()) {
            throw new DatasetException(file(session).toString(), "lists no images");
        }
        return lines;
    }

    /**
     * The lists of the sessions after the base, of images by number.
     *
     * @throws DatasetException if one is damaged
     */
    public ShotLists byNumber() {
        List<List<String>> later = later();
        List<int[]> shots = new ArrayList<>();
        for (int i = 0; i < later.size(); i++) {
            Path file = file(i + 2);
            int[] images = new int[later.get(i).size()];
            for (int line = 1; line <= images.length; line++) {
                images[line - 1] = TextFile.number(file, line, later.get(i).get(line - 1));
            }
            shots.add(images);
        }
        return new ShotLists(origin(later), shots);
    }

    /**
     * The lists of the sessions after the base, of images by path.
     *
     * @param place the training image of a line; -1 if there is none
     * @return the lists; empty unless every image they name is there
     * @throws DatasetException if one is damaged
     */
    public Optional<ShotLists> byPath(ToIntFunction<String> place) {
        List<List<String>> later = later();
        List<int[]> shots = later.stream().map(lines -> lines.stream().mapToInt(place).toArray()).toList();
        boolean whole = shots.stream().flatMapToInt(Arrays::stream).allMatch(image -> image >= 0);
        return whole ? Optional.of(new ShotLists(origin(later), shots)) : Optional.empty();
    }

    private List<List<String>> later() {
        return IntStream.rangeClosed(2, sessions).mapToObj(this::lines).toList();
    }

    /** The base session has all training images of its classes, so that only the later lists make a difference. */
    private static String origin(List<List<String>> later) {
        String text = later.stream().map(lines -> String.join("\n", lines)).collect(Collectors.joining("\n\n"));
        return "CEC index lists " + DigestUtils.sha256Hex(text).substring(0, DIGITS);
    }
}
