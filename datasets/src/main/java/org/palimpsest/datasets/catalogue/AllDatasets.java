package org.palimpsest.datasets.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.Catalogue;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.datasets.disk.DataStore;
import org.palimpsest.datasets.disk.DiskDatasets;
import org.palimpsest.datasets.disk.Layout;
import org.palimpsest.datasets.disk.cifar.CifarLayout;
import org.palimpsest.datasets.disk.cub.CubLayout;
import org.palimpsest.datasets.disk.features.FeaturesLayout;
import org.palimpsest.datasets.disk.folders.ImageFolderLayout;
import org.palimpsest.datasets.disk.folders.ImagenetSubsetLayout;
import org.palimpsest.datasets.disk.folders.TinyImagenetLayout;
import org.palimpsest.datasets.disk.instructions.CollectionLayout;
import org.palimpsest.datasets.disk.instructions.InstructionFileLayout;
import org.palimpsest.datasets.disk.mini.MiniImagenetLayout;
import org.palimpsest.datasets.disk.mnist.MnistLayout;
import org.palimpsest.datasets.disk.omniglot.OmniglotLayout;
import org.palimpsest.datasets.embedded.EmbeddedDatasets;

/** Every data set there is: the embedded ones and those on the user's disk. */
public final class AllDatasets {
    private AllDatasets() {}

    /** How the files of each data set on disk lie, in the order in which to list them. */
    static List<Layout> layouts() {
        return List.of(MnistLayout.mnist(), MnistLayout.fashionMnist(), CifarLayout.cifar10(), CifarLayout.cifar100(), CubLayout.whole(),
                CubLayout.half(), new MiniImagenetLayout(), new TinyImagenetLayout(), new ImagenetSubsetLayout(), new OmniglotLayout(),
                new ImageFolderLayout(), new FeaturesLayout(), CollectionLayout.superNi(), CollectionLayout.longSequence(), CollectionLayout.trace(),
                new InstructionFileLayout());
    }

    /**
     * The catalogue.
     *
     * @param folders where to look, and where to keep what was decoded
     * @param monitor shows how far reading and decoding have got
     */
    public static Catalogue catalogue(DataFolders folders, ProgressMonitor monitor) {
        List<DatasetSource> all = new ArrayList<>(EmbeddedDatasets.sources());
        all.addAll(DiskDatasets.sources(layouts(), folders, monitor));
        return new Catalogue(all);
    }

    /** What fetches and imports them. */
    public static DataStore store(DataFolders folders, ProgressMonitor monitor) {
        return new DataStore(layouts(), folders, monitor);
    }
}
