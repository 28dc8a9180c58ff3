package org.palimpsest.datasets.disk.cifar;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.image.ClassGroups;
import org.palimpsest.datasets.image.ImageDataset;
import org.testng.annotations.Test;

/** The official files. */
public class CifarOnDiskTest {

    @Test
    public void readsTheOfficialFilesOfCifar100() {
        try (DiskFolders folders = DiskFolders.real("cifar-100-binary/train.bin")) {
            DatasetState state = folders.state(CifarLayout.cifar100(), "cifar100");
            assertEquals(state.kind(), DatasetState.Kind.VERIFIED, state.detail());
            assertEquals(state.detail(), "official binary files");

            ImageDataset cifar = folders.load(CifarLayout.cifar100(), "cifar100");
            assertEquals(cifar.train().size(), 50_000);
            assertEquals(cifar.test().size(), 10_000);
            for (int c = 0; c < 100; c++) {
                int label = c;
                assertEquals(Arrays.stream(cifar.train().labels()).filter(l -> l == label).count(), 500);
                assertEquals(Arrays.stream(cifar.test().labels()).filter(l -> l == label).count(), 100);
            }
            // the first training images are cattle, a dinosaur and an apple
            assertEquals(Arrays.copyOf(cifar.train().labels(), 3), new int[] {19, 29, 0});
            assertEquals(cifar.info().classNames().get(19), "cattle");
            assertEquals(cifar.info().classNames().get(99), "worm");
            // the moments that the field normalises by
            assertClose(cifar.info().mean(), 0.5071, 0.4865, 0.4409);
            assertClose(cifar.info().std(), 0.2673, 0.2564, 0.2762);
            ClassGroups groups = cifar.info().groups().orElseThrow();
            assertEquals(groups.names().size(), 20);
            assertEquals(groups.names().get(groups.groupOf()[19]), "large_omnivores_and_herbivores");

            ImageDataset again = folders.load(CifarLayout.cifar100(), "cifar100");
            assertEquals(again.sha256(), cifar.sha256());
            assertEquals(again.train().pixels(), cifar.train().pixels());
            assertEquals(again.shots().orElseThrow().sessions().size(), 8);
            for (int session = 0; session < 8; session++) {
                int[] labels = Arrays.stream(again.shots().orElseThrow().sessions().get(session)).map(again.train()::label).sorted().toArray();
                assertEquals(labels.length, 25);
                for (int i = 0; i < 25; i++) {
                    assertEquals(labels[i], 60 + 5 * session + i / 5);
                }
            }
            assertTrue(again.shots().orElseThrow().origin().startsWith("CEC index lists "));
        }
    }

    @Test
    public void namesTheFileThatIsDamagedAndBothDigests() throws IOException {
        try (DiskFolders real = DiskFolders.real("cifar-100-binary/train.bin"); DiskFolders folders = new DiskFolders()) {
            Path official = real.data().resolve("cifar-100-binary");
            byte[] test = Files.readAllBytes(official.resolve("test.bin"));
            test[12_345] ^= 1;
            Path damaged = folders.write("cifar-100-binary/test.bin", test);
            for (String file : List.of("train.bin", "fine_label_names.txt", "coarse_label_names.txt")) {
                Files.createSymbolicLink(damaged.resolveSibling(file), official.resolve(file));
            }
            DatasetState state = folders.state(CifarLayout.cifar100(), "cifar100");
            assertEquals(state.kind(), DatasetState.Kind.DAMAGED);
            String message = expectThrows(DatasetException.class, () -> folders.load(CifarLayout.cifar100(), "cifar100")).getMessage();
            assertTrue(message.contains(damaged + ": expected SHA-256 d8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a, found SHA-256 "
                    + DigestUtils.sha256Hex(test)), message);
        }
    }

    private static void assertClose(double[] found, double... expected) {
        assertEquals(found.length, expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(found[i], expected[i], 0.00005);
        }
    }
}
