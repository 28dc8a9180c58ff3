package org.palimpsest.datasets.disk.cifar;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetCard;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.disk.Found;
import org.palimpsest.datasets.disk.Layout;

/** How the files of CIFAR lie. */
public final class CifarLayout implements Layout {

    private final CifarVariant variant;

    private CifarLayout(CifarVariant variant) {
        this.variant = variant;
    }

    /** That of CIFAR-10. */
    public static Layout cifar10() {
        return new CifarLayout(CifarVariant.CIFAR10);
    }

    /** That of CIFAR-100. */
    public static Layout cifar100() {
        return new CifarLayout(CifarVariant.CIFAR100);
    }

    @Override
    public DatasetCard card() {
        return variant.card();
    }

    @Override
    public Optional<Found> find(Path root, DatasetName name) {
        CifarVariant.Files binary = variant.binary();
        CifarVariant.Files python = variant.python();
        // the names of CIFAR-100's pickled files are too common to be taken for it wherever they are
        return Stream.of(root.resolve(binary.folder()), root)
                .filter(folder -> Files.isRegularFile(folder.resolve(binary.train().get(0))))
                .map(folder -> (CifarFiles) new BinaryCifar(folder, variant))
                .findFirst()
                .or(() -> Stream.of(root.resolve(python.folder()), root)
                        .filter(folder -> Files.isRegularFile(folder.resolve(python.train().get(0)))
                                && Files.isRegularFile(folder.resolve(python.names().get(0))))
                        .map(folder -> (CifarFiles) new PythonCifar(folder, variant))
                        .findFirst())
                .map(Found.class::cast);
    }
}
