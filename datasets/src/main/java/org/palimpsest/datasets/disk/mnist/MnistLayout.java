package org.palimpsest.datasets.disk.mnist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How the files of MNIST and of sets made in its image lie: their names are the same, so that only their folders tell them apart. */
public final class MnistLayout implements Layout {
    private static final String FILES = "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, "
            + "t10k-labels-idx1-ubyte, with or without .gz; .idx for -idx does too";

    private final DatasetCard card;
    private final List<String> classNames;
    private final List<String> folders;

    private MnistLayout(DatasetCard card, List<String> classNames, List<String> folders) {
        this.card = card;
        this.classNames = classNames;
        this.folders = folders;
    }

    /** That of the handwritten digits. */
    public static Layout mnist() {
        return new MnistLayout(
                new DatasetCard("mnist", "MNIST handwritten digits", "CC BY-SA 3.0", "http://yann.lecun.com/exdb/mnist/", 10, 60_000,
                        10_000, "1x28x28", "MNIST/raw or mnist (" + FILES + ")", false, false, false),
                IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
                List.of("MNIST/raw", "MNIST", "mnist", "mnist/raw"));
    }

    /** That of the articles of clothing. */
    public static Layout fashionMnist() {
        return new MnistLayout(
                new DatasetCard("fashion-mnist", "Fashion-MNIST", "MIT", "https://github.com/zalandoresearch/fashion-mnist", 10, 60_000,
                        10_000, "1x28x28", "FashionMNIST/raw or fashion-mnist (Debian: /usr/share/datasets; " + FILES + ")", false, false, false),
                List.of("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
                List.of("FashionMNIST/raw", "FashionMNIST", "fashion-mnist", "fashion-mnist/raw", "datasets/fashion-mnist"));
    }

    @Override
    public DatasetCard card() {
        return card;
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        Stream<Path> below = folders.stream().map(root::resolve);
        Stream<Path> itself = Stream.of(root).filter(this::isNamedLikeIt).flatMap(own -> Stream.of(own, own.resolve("raw")));
        return Stream.concat(below, itself)
                .filter(folder -> Files.isRegularFile(MnistFiles.file(folder, "train-images-idx3-ubyte")))
                .findFirst()
                .map(folder -> new MnistFiles(folder, classNames));
    }

    /** Whether a folder, or the one it is in if it is called {@code raw}, has the name of one of ours. */
    private boolean isNamedLikeIt(Path root) {
        Path path = root.toAbsolutePath().normalize();
        boolean raw = path.endsWith("raw") && path.getNameCount() > 1;
        Path own = raw ? path.getParent().getFileName() : path.getFileName();
        String plain = own == null ? "" : own.toString().toLowerCase(Locale.ROOT);
        return folders.stream().anyMatch(folder -> folder.toLowerCase(Locale.ROOT).equals(plain));
    }
}
