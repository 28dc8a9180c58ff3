package org.palimpsest.dist;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Data sets in every format that can be made small, lists, weights, archives to import, and our own cache of what was decoded. */
final class MutatedData extends MutatedInput {
    private static final String DATA = SCRATCH + "/data";
    private static final int NPY_HEADER = 128;
    private static final String ORDER = "3\n1\n4\n0\n5\n9\n2\n6\n8\n7\n";

    /**
     * Files of one format.
     *
     * @param command reads them
     * @param files that are changed, below the scratch folder
     */
    private record Format(List<String> command, List<String> files) {}

    private final List<Format> formats = new ArrayList<>();

    @Override
    String name() {
        return "data-files";
    }

    @Override
    boolean mayWrite(Path relative) {
        return false;
    }

    @Override
    void prepare() throws IOException {
        Path data = scratch().resolve("data");
        features(data.resolve("rows"));
        format(describe("features:rows"), "data/rows/X_train.npy", "data/rows/y_train.npy", "data/rows/X_test.npy", "data/rows/y_test.npy");
        Files.write(data.resolve("packed.npz"), packed());
        format(describe("features:packed"), "data/packed.npz");
        mnist(data.resolve("MNIST/raw"));
        format(describe("mnist"), "data/MNIST/raw/train-images-idx3-ubyte", "data/MNIST/raw/train-labels-idx1-ubyte.gz",
                "data/MNIST/raw/t10k-images-idx3-ubyte.gz", "data/MNIST/raw/t10k-labels-idx1-ubyte");
        cifar(data.resolve("cifar-10-batches-bin"));
        format(describe("cifar10"), "data/cifar-10-batches-bin/data_batch_1.bin", "data/cifar-10-batches-bin/test_batch.bin",
                "data/cifar-10-batches-bin/batches.meta.txt");
        pictures(data.resolve("pics"));
        format(describe("image-folder:pics@8"), "data/pics/train/ant/0.png", "data/pics/train/bee/1.jpg", "data/pics/test/ant/2.png",
                "data/pics/test/bee/3.jpg");
        Files.createDirectories(data.resolve("weights"));
        Files.write(data.resolve("weights/mine.npz"), weights());
        Folders.write(scratch().resolve("pretrained/stream.yaml"), "id: pics\nversion: 1\nscenario: class-incremental\ndataset: image-folder:pics@8\ntasks: 2\n"
                + "split: classes\nclassOrder: natural\n");
        Benchmark.named("pretrained").with("stream", "stream.yaml").with("backbone", "{name: resnet20, weights: mine}").with("budget", "{epochs: 1, batch: 2}")
                .in(scratch().resolve("pretrained"));
        format(List.of("run", SCRATCH + "/pretrained/pretrained.yaml", "--methods", "finetune", "--seeds", "1", "--dry-run", "--results", SCRATCH + "/results",
                "--data", DATA), "data/weights/mine.npz");
        archives(scratch());
        for (String archive : List.of("mnist.zip", "mnist.tar.gz", "mnist.tar")) {
            format(List.of("data", "import", "mnist", SCRATCH + "/" + archive), archive);
        }
        for (int i = 0; i < 2; i++) {
            Folders.write(scratch().resolve("order" + i + "/order.txt"), ORDER);
            Folders.write(scratch().resolve("order" + i + "/stream.yaml"), "id: ordered\nversion: 1\nscenario: class-incremental\ndataset: digits\ntasks: 5\n"
                    + "split: classes\nclassOrder: file\nclassOrderFile: order.txt\n");
            Benchmark.named("bench").with("stream", "stream.yaml").in(scratch().resolve("order" + i));
            format(List.of("run", SCRATCH + "/order" + i + "/bench.yaml", "--methods", "finetune", "--seeds", "1", "--dry-run", "--results",
                    SCRATCH + "/results"), "order" + i + "/order.txt");
        }
    }

    private void format(List<String> command, String... files) {
        formats.add(new Format(command, List.of(files)));
    }

    private static List<String> describe(String dataset) {
        return List.of("describe", "dataset", dataset, "--json", "--data", DATA);
    }

    @Override
    Mutant mutant(Mutator mutator) throws IOException {
        Format format = mutator.pick(formats);
        String name = mutator.pick(format.files());
        Path file = scratch().resolve(name);
        byte[] original = Files.readAllBytes(file);
        List<List<String>> commands = commands(format);
        if (mutator.chance(0.05)) {
            String what = MutationFolder.otherNode(file, mutator);
            boolean same = what.endsWith("what it was");
            return new Mutant(name + ": " + what, commands, commands,
                    outcomes -> changed(outcomes).isEmpty() ? same ? Verdict.NEUTRAL : Verdict.fault("accepted and invisible: " + what) : Verdict.EFFECTIVE);
        } else if (mutator.chance(0.08) && commands.get(0).contains("describe")) {
            return cached(format, mutator);
        } else if (mutator.chance(0.3) && name.contains("pics")) {
            return moved(format, file, mutator);
        }
        byte[] changed = name.endsWith(".txt") ? mutator.chance(0.3) ? mutator.encoding(new String(original, StandardCharsets.UTF_8)) : list(original, mutator)
                : mutator.chance(0.15) ? mutator.number(original, mutator.below(Math.min(32, original.length - 8)), mutator.pick(List.of(1, 2, 4, 8)))
                : mutator.bytes(original);
        Files.write(file, changed);
        return new Mutant(name + ": " + mutator.said(), commands, commands, outcomes -> verdict(name, original, changed, mutator.said(), outcomes));
    }

    private static byte[] list(byte[] original, Mutator mutator) {
        String text = new String(original, StandardCharsets.UTF_8);
        return mutator.chance(0.3) ? mutator.bytes(original) : mutator.csv(text);
    }

    /** What is imported is described afterwards. */
    private static List<List<String>> commands(Format format) {
        return format.command().contains("import") ? List.of(format.command(), List.of("describe", "dataset", "mnist", "--json")) : List.of(format.command());
    }

    /** The commands that say something else than of the valid files, or more. */
    private List<Outcome> changed(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> !outcome.out().equals(valid(outcome.command()).out())
                || outcome.err().lines().anyMatch(line -> !valid(outcome.command()).err().contains(line))).toList();
    }

    private Verdict verdict(String name, byte[] original, byte[] changed, String how, List<Outcome> outcomes) {
        if (outcomes.get(outcomes.size() - 1).code() == 1) {
            return Verdict.fault("exit 1 for a data file");
        }
        boolean visible = !changed(outcomes).isEmpty();
        if ((name.endsWith(".png") || name.endsWith(".jpg")) && how.startsWith("cut off") && visible) {
            return Verdict.fault("a picture that is cut off is taken for a whole one");
        }
        return visible ? Verdict.EFFECTIVE : neutral(name, original, changed) ? Verdict.NEUTRAL : Verdict.fault("accepted and invisible: " + kind(name));
    }

    private static String kind(String name) {
        return name.replaceAll("\\d", "0");
    }

    /** Whether a change is of a part that means nothing. */
    private static boolean neutral(String name, byte[] original, byte[] changed) {
        if (name.endsWith(".npy")) {
            int data = original.length - NPY_HEADER;
            return changed.length >= data && java.util.Arrays.equals(original, NPY_HEADER, original.length, changed, changed.length - data, changed.length);
        } else if (name.endsWith(".txt")) {
            return words(original).equals(words(changed));
        }
        // containers and pictures have parts without meaning, and what they hold is digested
        return name.endsWith(".gz") || name.endsWith(".npz") || name.endsWith(".zip") || name.endsWith(".tar") || name.endsWith(".png")
                 || name.endsWith(".jpg");
    }

    private static List<String> words(byte[] list) {
        boolean wide = list.length > 1 && (list[0] == -1 && list[1] == -2 || list[0] == -2 && list[1] == -1);
        String text = new String(list, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
        return java.util.Arrays.stream(text.replace("\ufeff", "").split("[\\s,]+")).filter(word -> !word.isBlank()).toList();
    }

    /** A cache that was filled and then damaged is made again, or refused. */
    private Mutant cached(Format format, Mutator mutator) throws IOException {
        sound(format.command().toArray(String[]::new));
        List<Path> files = Folders.tree(scratch().resolve("cache")).stream().filter(Files::isRegularFile).sorted().toList();
        Path file = mutator.pick(files);
        String name = scratch().relativize(file).toString();
        if (mutator.chance(0.2)) {
            name += ": " + MutationFolder.otherNode(file, mutator);
        } else {
            Files.write(file, mutator.bytes(Files.readAllBytes(file)));
            name += ": " + mutator.said();
        }
        return new Mutant(name.replaceAll("[0-9a-f]{20,}", "DIGEST"), List.of(format.command()), List.of(format.command()),
                outcomes -> outcomes.get(0).out().equals(valid(format.command()).out()) ? Verdict.NEUTRAL : Verdict.fault("a damaged cache is believed"));
    }

    /** Files with other names or in other places. */
    private Mutant moved(Format format, Path file, Mutator mutator) throws IOException {
        String to = mutator.pick(List.of("5.tif", "5.webp", "5.JPG", "5.bmp", "5.pgm", "5", "5.txt", ".hidden.png", "Thumbs.db", "deep/5.png", "../5.png",
                "../cat/5.png", "../../train/5.png", "5.png", "5.jpg", "\u00e9.png", "a b.png", "5.png.gz", "../../other/x/5.png"));
        Path target = file.resolveSibling(to).normalize();
        Files.createDirectories(target.getParent());
        boolean copied = mutator.chance(0.5);
        if (copied) {
            Files.copy(file, target);
        } else {
            Files.move(file, target);
        }
        boolean junk = to.startsWith(".h") || to.startsWith("Thumbs") || to.equals("5.txt") || to.equals("5");
        String what = "pics: " + file.getFileName() + (copied ? " copied to " : " moved to ") + to;
        return new Mutant(what, List.of(format.command()), List.of(format.command()), outcomes -> !changed(outcomes).isEmpty() ? Verdict.EFFECTIVE
                : junk || !copied ? Verdict.NEUTRAL : Verdict.fault("accepted and invisible: a picture copied to " + to));
    }

    /** Feature rows in four arrays: three classes, six and two rows of each. */
    static void features(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("X_train.npy"), npy("<f4", "(18, 4)", floats(18 * 4)));
        Files.write(folder.resolve("y_train.npy"), npy("<i8", "(18,)", labels(18)));
        Files.write(folder.resolve("X_test.npy"), npy("<f4", "(6, 4)", floats(6 * 4)));
        Files.write(folder.resolve("y_test.npy"), npy("<i8", "(6,)", labels(6)));
    }

    private static byte[] packed() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("features.npy", npy("<f4", "(24, 4)", floats(24 * 4)));
        entries.put("labels.npy", npy("<i8", "(24,)", labels(24)));
        ByteBuffer split = ByteBuffer.allocate(24);
        for (int i = 18; i < 24; i++) {
            split.put(i, (byte) 1);
        }
        entries.put("split.npy", npy("|u1", "(24,)", split.array()));
        return zip(entries);
    }

    /** A ResNet-20 as PyTorch names its arrays, of two values, so that the file is small. */
    private static byte[] weights() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        convolution(entries, "conv1", "bn1", 3, 16);
        for (int stage = 1; stage <= 3; stage++) {
            int channels = 8 << stage;
            for (int block = 0; block < 3; block++) {
                String prefix = "layer" + stage + "." + block + ".";
                convolution(entries, prefix + "conv1", prefix + "bn1", block == 0 && stage > 1 ? channels / 2 : channels, channels);
                convolution(entries, prefix + "conv2", prefix + "bn2", channels, channels);
            }
        }
        return zip(entries);
    }

    private static void convolution(Map<String, byte[]> entries, String name, String norm, int in, int out) {
        entries.put(name + ".weight.npy", npy("<f4", "(" + out + ", " + in + ", 3, 3)", constant(out * in * 9, 0.01f)));
        for (String array : List.of("weight", "bias", "running_mean", "running_var")) {
            entries.put(norm + "." + array + ".npy", npy("<f4", "(" + out + ",)", constant(out, 1)));
        }
    }

    private static byte[] constant(int count, float value) {
        ByteBuffer buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static byte[] npy(String type, String shape, byte[] values) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        ByteBuffer buffer = ByteBuffer.allocate(NPY_HEADER + values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0).putShort((short) (NPY_HEADER - 10));
        buffer.put((text + " ".repeat(NPY_HEADER - 11 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return buffer.put(values).array();
    }

    private static byte[] floats(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            buffer.putFloat(random.nextFloat());
        }
        return buffer.array();
    }

    private static byte[] labels(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            buffer.putLong(i % 3);
        }
        return buffer.array();
    }

    private static void mnist(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : idx().entrySet()) {
            Files.createDirectories(folder);
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** The four files of MNIST with three and one images of every class, two of them packed. */
    private static Map<String, byte[]> idx() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("train-images-idx3-ubyte", images(30));
        files.put("train-labels-idx1-ubyte.gz", gzip(numbers(30)));
        files.put("t10k-images-idx3-ubyte.gz", gzip(images(10)));
        files.put("t10k-labels-idx1-ubyte", numbers(10));
        return files;
    }

    private static byte[] images(int count) {
        byte[] pixels = new byte[count * 784];
        new Random(count).nextBytes(pixels);
        return ByteBuffer.allocate(16 + pixels.length).putInt(0x803).putInt(count).putInt(28).putInt(28).put(pixels).array();
    }

    private static byte[] numbers(int count) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            buffer.put((byte) (i % 10));
        }
        return buffer.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void archives(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        idx().forEach((name, content) -> files.put("MNIST/raw/" + name, content));
        Files.write(folder.resolve("mnist.zip"), zip(files));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                out.putArchiveEntry(entry);
                out.write(file.getValue());
                out.closeArchiveEntry();
            }
        }
        Files.write(folder.resolve("mnist.tar"), bytes.toByteArray());
        Files.write(folder.resolve("mnist.tar.gz"), gzip(bytes.toByteArray()));
    }

    private static void cifar(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String file : List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch")) {
            byte[] records = new byte[10 * 3073];
            new Random(file.hashCode()).nextBytes(records);
            for (int i = 0; i < 10; i++) {
                records[i * 3073] = (byte) i;
            }
            Files.write(folder.resolve(file + ".bin"), records);
        }
        Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n");
    }

    private static void pictures(Path folder) throws IOException {
        for (String part : List.of("train", "test")) {
            for (String animal : List.of("ant", "bee")) {
                for (int i = 0; i < 4; i++) {
                    BufferedImage image = new BufferedImage(10, 8, BufferedImage.TYPE_INT_RGB);
                    Random random = new Random((part + animal + i).hashCode());
                    for (int p = 0; p < 80; p++) {
                        image.setRGB(p % 10, p / 10, random.nextInt(1 << 24));
                    }
                    String form = i % 2 == 0 ? "png" : "jpg";
                    Path file = folder.resolve(part).resolve(animal).resolve(i + "." + form);
                    Files.createDirectories(file.getParent());
                    ImageIO.write(image, form, file.toFile());
                }
            }
        }
    }
}
