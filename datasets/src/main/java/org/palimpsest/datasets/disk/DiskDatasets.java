package org.palimpsest.datasets.disk;

import java.util.List;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.ProgressMonitor;

/** Data sets that are read from the user's disk. */
public final class DiskDatasets {
    private DiskDatasets() {}

    /**
     * A source for every layout.
     *
     * @param layouts how the files of each data set lie
     * @param folders where to look, and where to keep what was decoded
     * @param monitor shows how far reading and decoding have got
     */
    public static List<DatasetSource> sources(List<Layout> layouts, DataFolders folders, ProgressMonitor monitor) {
        return layouts.stream().map(layout -> (DatasetSource) new DiskSource(layout, folders, monitor)).toList();
    }
}
