package org.palimpsest.harness.cli;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.image.ElementType;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;
import org.palimpsest.datasets.stream.ImageStream;
import org.palimpsest.datasets.stream.ImageTask;

/** The contact sheet of a stream: what each task holds, in words and images. */
final class StreamSheet {
    private final ImageStream stream;
    private final int tasks;
    private final int images;

    /**
     * A sheet.
     *
     * @param tasks rows at most
     * @param images images of each task at most
     * @throws DatasetException if the stream's examples are no images
     */
    StreamSheet(ImageStream stream, int tasks, int images) {
        this.stream = stream;
        this.tasks = Math.min(tasks, stream.size());
        this.images = images;
        if (stream.dataset().train().type() != ElementType.UINT8) {
            throw new DatasetException(stream.dataset().info().name(), "holds features, of which no image can be drawn");
        }
    }

    BufferedImage draw(String title) {
        String rest = tasks < stream.size() ? ", the first " + tasks + " of " + stream.size() + " tasks" : "";
        return ContactSheet.draw(title + rest, IntStream.range(0, tasks).mapToObj(t -> row(stream.task(t))).toList());
    }

    private ContactSheet.Row row(ImageTask task) {
        Map<Integer, List<Integer>> byLabel = new TreeMap<>();
        for (int i = 0; i < task.train().size(); i++) {
            byLabel.computeIfAbsent(task.train().labels()[i], label -> new ArrayList<>()).add(task.train().indices()[i]);
        }
        String heading = String.format(Locale.ROOT, "%d. %,d training, %,d test examples", task.index() + 1, task.train().size(), task.test().size());
        return new ContactSheet.Row(heading, words(byLabel), images(task, byLabel));
    }

    private String words(Map<Integer, List<Integer>> byLabel) {
        return byLabel.entrySet().stream()
                .map(e -> stream.labelName(e.getKey()) + " (" + e.getValue().size() + ")")
                .collect(Collectors.joining(", "));
    }

    /** One of each label in turn, until there are enough. */
    private List<BufferedImage> images(ImageTask task, Map<Integer, List<Integer>> byLabel) {
        List<BufferedImage> drawn = new ArrayList<>();
        int longest = byLabel.values().stream().mapToInt(List::size).max().orElse(0);
        for (int round = 0; round < longest; round++) {
            for (List<Integer> rows : byLabel.values()) {
                if (round < rows.size() && drawn.size() < images) {
                    drawn.add(image(task, rows.get(round)));
                }
            }
        }
        return drawn;
    }

    private BufferedImage image(ImageTask task, int index) {
        LabelledImages train = stream.dataset().train();
        ImageShape shape = train.shape();
        ByteBuffer pixels = train.pixels();
        byte[] planes = new byte[shape.size()];
        for (int c = 0; c < shape.channels(); c++) {
            byte[] plane = new byte[shape.plane()];
            pixels.get(index * shape.size() + c * shape.plane(), plane);
            System.arraycopy(task.pixels().apply(plane), 0, planes, c * shape.plane(), shape.plane());
        }
        return ContactSheet.image(shape, planes);
    }
}
