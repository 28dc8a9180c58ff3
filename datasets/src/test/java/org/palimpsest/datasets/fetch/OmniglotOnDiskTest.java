package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** The whole way on a real archive: from a mirror, by the published digest, into a folder. */
public class OmniglotOnDiskTest {
    private static final String ZIP = "images_background_small1.zip";

    /** Size and digest are those that TensorFlow Datasets records; 136 characters were drawn by 20 people each. */
    @Test
    public void fetchesAndUnpacksAnOfficialArchive() throws IOException {
        RemoteFile file = new RemoteFile(
                URI.create("https://github.com/brendenlake/omniglot/raw/master/python/" + ZIP), ZIP,
                OptionalLong.of(1_319_022),
                Digest.sha256("f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4"));
        Settings mirror = Settings.of(Map.of(Settings.MIRROR, data().toUri().toString()));
        try (TempFolder temp = new TempFolder()) {
            Path archive = new Downloader(mirror, ProgressMonitor.NONE).fetch("omniglot", file, temp.path());
            Path target = temp.path().resolve("omniglot");
            Archives.unpack(archive, target, Limits.of(archive, target), ProgressMonitor.NONE);

            try (Stream<Path> images = Files.find(target, 5, (path, about) -> path.toString().endsWith(".png"))) {
                assertEquals(images.count(), 20 * 136);
            }
        }
    }

    private static Path data() {
        return Stream.ofNullable(System.getenv("PALIMPSEST_DATA"))
                .flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve("omniglot").resolve(ZIP)))
                .findFirst()
                .orElseThrow(() -> new SkipException(
                        "Omniglot is not here: set PALIMPSEST_DATA to a folder that holds omniglot/" + ZIP));
    }
}
