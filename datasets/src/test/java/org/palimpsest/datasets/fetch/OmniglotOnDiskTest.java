package org.palimpsest.datasets.fetch;

import static org.testng.Assert.assertEquals;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.palimpsest.datasets.ProgressMonitor;
import org.testng.SkipException;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The whole way on real archives: from a mirror, by the published digest, into a folder. */
public class OmniglotOnDiskTest {

    /** Sizes and digests as the TensorFlow Datasets record them; counts as in the set's README. */
    @DataProvider
    public Object[][] archives() {
        return new Object[][] {
            {"images_background_small1", 1_319_022, "f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4", 136},
            {"images_background_small2", 1_580_917, "3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f", 156},
        };
    }

    @Test(dataProvider = "archives")
    public void fetchesAndUnpacksTheOfficialArchives(String name, int size, String sha256, int characters) throws Exception {
        String zip = name + ".zip";
        RemoteFile file = new RemoteFile(
                URI.create("https://github.com/brendenlake/omniglot/raw/master/python/" + zip),
                zip, OptionalLong.of(size), Digest.sha256(sha256));
        Settings mirror = Settings.of(Map.of(Settings.MIRROR, data(zip).toUri().toString()));
        try (TempFolder temp = new TempFolder()) {
            Path archive = new Downloader(mirror, ProgressMonitor.NONE).fetch("omniglot", file, temp.path());
            Path target = temp.path().resolve("omniglot");
            Archives.unpack(archive, target, Limits.standard(), ProgressMonitor.NONE);

            try (Stream<Path> images = Files.find(target, 5, (path, about) -> path.toString().endsWith(".png"))) {
                assertEquals(images.count(), 20 * characters);
            }
        }
    }

    private static Path data(String zip) {
        return Stream.ofNullable(System.getenv("PALIMPSEST_DATA"))
                .flatMap(list -> Stream.of(list.split(File.pathSeparator)))
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve("omniglot").resolve(zip)))
                .findFirst()
                .orElseThrow(() -> new SkipException(
                        "Omniglot is not here: set PALIMPSEST_DATA to a folder that holds omniglot/" + zip));
    }
}
