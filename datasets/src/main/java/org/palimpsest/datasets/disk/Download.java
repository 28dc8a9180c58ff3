package org.palimpsest.datasets.disk;

import java.util.List;
import org.palimpsest.datasets.fetch.RemoteFile;

/**
 * How to get a data set from its authors.
 *
 * @param files what to fetch
 * @param archive whether the one file is an archive to unpack; otherwise the files are used as they are
 * @param folder where files that are used as they are go, below the data set's folder in the store
 */
record Download(List<RemoteFile> files, boolean archive, String folder) {
    static Download archive(RemoteFile file) {
        return new Download(List.of(file), true, "");
    }

    static Download files(String folder, List<RemoteFile> files) {
        return new Download(files, false, folder);
    }
}
