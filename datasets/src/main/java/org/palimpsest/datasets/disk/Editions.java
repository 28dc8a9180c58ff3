package org.palimpsest.datasets.disk;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.palimpsest.datasets.fetch.Digest;
import org.palimpsest.datasets.fetch.Disk;

/**
 * The editions of each data set by which files are verified: those whose digests are published or were taken from files known to
 * be theirs; and those that were found here before, or unpacked from an archive of a published digest, which is remembered in the
 * cache folder.
 */
final class Editions {
    private static final Logger LOG = System.getLogger(Editions.class.getName());

    private static final Map<String, List<Edition>> KNOWN = Map.of(
            // LeCun's files, whether packed or not; the digests of the unpacked files are MD5 too
            "mnist", List.of(Edition.of("official files", Map.of(
                    "train-images-idx3-ubyte", md5("f68b3c2dcbeaaa9fbdd348bbdeb94873", "6bbc9ace898e44ae57da46a324031adb"),
                    "train-labels-idx1-ubyte", md5("d53e105ee54ea40749a09fcbcd1e9432", "a25bea736e30d166cdddb491f175f624"),
                    "t10k-images-idx3-ubyte", md5("9fb629c4189551a2d022fa330f9573f3", "2646ac647ad5339dbf082846283269ea"),
                    "t10k-labels-idx1-ubyte", md5("ec29112dd5afa0611ce80d1b7f02629c", "27ae3e4e09519cfbb04c329615203637")))),
            // unpacked, those of Debian's files, which differ from the official ones only in the heads of their packing
            "fashion-mnist", List.of(Edition.of("official files", Map.of(
                    "train-images-idx3-ubyte", md5("8d4fb7e6c68d591d4c3dfef9ec88bf0d", "f4a8712d7a061bf5bd6d2ca38dc4d50a"),
                    "train-labels-idx1-ubyte", md5("25c81989df183df01b3e8a0aad5dffbe", "9018921c3c673c538a1fc5bad174d6f9"),
                    "t10k-images-idx3-ubyte", md5("bef4ecab320f06d8554ea6380940ec79", "8181f5470baa50b63fa0f6fddb340f0a"),
                    "t10k-labels-idx1-ubyte", md5("bb300cfdad3c16e7a12a480ee83cd310", "15d484375f8d13e6eb1aabb0c3f46965")))),
            "cifar10", List.of(Edition.of("official python files", Map.of(
                    "data_batch_1", md5("c99cafc152244af753f735de768cd75f"),
                    "data_batch_2", md5("d4bba439e000b95fd0a9bffe97cbabec"),
                    "data_batch_3", md5("54ebc095f3ab1f0389bbae665268c751"),
                    "data_batch_4", md5("634d18415352ddfa80567beed471001a"),
                    "data_batch_5", md5("482c414d41f54cd18b22e5b47cb7c3cb"),
                    "test_batch", md5("40351d587109b95175f43aff81a1287e"),
                    "batches.meta", md5("5ff9c542aee3614f3951f8cda6e48888")))),
            "cifar100", List.of(
                    Edition.of("official binary files", Map.of(
                            "train.bin", sha256("f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29"),
                            "test.bin", sha256("d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a"),
                            "fine_label_names.txt", sha256("4a53f81a8af29bb6aa646bfe2c455db1b061edfde82a39c0cfc313ef536c681b"),
                            "coarse_label_names.txt", sha256("14e28b5b70e3d8a29704b0d9f8c5985cca5f3c3d08ea043dcc87a036df37a2b3"))),
                    Edition.of("official python files", Map.of(
                            "train", md5("16019d7e3df5f24257cddd939b257f8d"),
                            "test", md5("f0ef6b0ae62326f3e7ffdfab6717acfc"),
                            "meta", md5("7973b15100ade9c7d40fb424638fde48")))),
            // no editions of the authors: made from theirs
            "cub100", List.of(Edition.whole("half, 112 px", "f2c5d2830e0d2ddd1c21da1f8043a12e9ce4daed0d39c296dce049a8b89367b9")),
            "superni", List.of(Edition.whole("15 tasks, up to 1,000 and 100 examples", "49364d6fb1beb1b47e3be647fb0ede94399090fabb132c65918816a785096e3c")),
            "long-sequence", List.of(Edition.whole("10 sets", "0d49e2cdc0daa5651f892a0c215a7e89b2cab04dd9e5fb51611fc27349481017")),
            "trace", List.of(Edition.whole("7 sets, 500 and up to 100 examples", "6e8a3e83243ad276369d0663412aaf4dae344db22c0bc7a1d8340cfb077cfbfc")),
            "omniglot", List.of(
                    Edition.of("official background and evaluation sets", Map.of(
                            "images_background.zip", sha256("ad41ab679c8b5d90b271ef46be6987cc81211774a695c29dcc5367b2b26ee640"),
                            "images_evaluation.zip", sha256("1f61a8f3366785b057fc117d9228e78a16e3d976c8953b2a10fcc74cf0609cee"))),
                    Edition.of("official small background sets", Map.of(
                            "images_background_small1.zip", sha256("f38eb80f801274ac2b4dff5b24289016bfaba4a7d5bb50deebf27104ad6cb8a4"),
                            "images_background_small2.zip", sha256("3ccaa407515a8778e5d0861875af38b17e418f301ad5bb3b5a6b65d901a41c7f")))));

    private final Map<String, List<Edition>> known;
    private final Path verified;

    /** The known editions, and those verified on this machine. */
    Editions(DataFolders folders) {
        this(folders, KNOWN);
    }

    Editions(DataFolders folders, Map<String, List<Edition>> known) {
        this.known = known;
        verified = folders.cache().resolve("verified.txt");
    }

    private static Set<Digest> md5(String... hex) {
        return Set.copyOf(Stream.of(hex).map(Digest::md5).toList());
    }

    private static Set<Digest> sha256(String hex) {
        return Set.of(Digest.sha256(hex));
    }

    /** The editions of one data set. */
    List<Edition> of(String dataset) {
        List<Edition> editions = new ArrayList<>(known.getOrDefault(dataset, List.of()));
        if (Files.isRegularFile(verified)) {
            try {
                Files.readAllLines(verified).stream()
                        .map(line -> line.split("\t"))
                        .filter(cells -> cells.length == 3 && cells[0].equals(dataset))
                        .forEach(cells -> editions.add(Edition.whole(cells[1], cells[2])));
            } catch (IOException e) {
                LOG.log(Level.WARNING, "{0} cannot be read, so what it says is not known: {1}", verified, e.toString());
            }
        }
        return editions;
    }

    /**
     * Remembers that files are an edition: they came from an archive of a published digest, or each was compared with its own.
     *
     * @param dataset the data set
     * @param name what to call the edition
     * @param sha256 the digest over all its files
     */
    void remember(String dataset, String name, String sha256) {
        try {
            Files.createDirectories(verified.getParent());
            Files.write(Disk.place(verified), (dataset + "\t" + name + "\t" + sha256 + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be written, so {1} is verified anew the next time: {2}", verified, dataset, e.toString());
        }
    }
}
