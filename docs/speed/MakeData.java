import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Makes the data that the Java-heavy rows of builds.sh need: {@code java MakeData.java FOLDER}. The same bytes every time. */
final class MakeData {
    private static final int CLASSES = 8;
    private static final int IMAGES = 300; // of a class
    private static final int FEATURE_CLASSES = 40;
    private static final int WIDTH = 256;
    private static final double SEPARATION = 0.25;

    private MakeData() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        images(folder.resolve("speed-images"));
        features(folder.resolve("speed-features"));
    }

    /** Photographs' size, photographs' share of edges: discs of all sizes and colours. */
    private static void images(Path folder) throws IOException {
        Random random = new Random(1);
        for (int c = 0; c < CLASSES; c++) {
            Path into = Files.createDirectories(folder.resolve("class" + c));
            for (int i = 0; i < IMAGES; i++) {
                BufferedImage image = new BufferedImage(500, 375, BufferedImage.TYPE_INT_RGB);
                Graphics2D pen = image.createGraphics();
                for (int disc = 0; disc < 150; disc++) {
                    int size = 10 + random.nextInt(120);
                    pen.setColor(new Color(random.nextInt(1 << 24)));
                    pen.fillOval(random.nextInt(500) - size / 2, random.nextInt(375) - size / 2, size, size);
                }
                pen.dispose();
                ImageIO.write(image, "jpeg", into.resolve(String.format("%03d.jpg", i)).toFile());
            }
        }
    }

    /** Gaussian classes that overlap. */
    private static void features(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(2);
        double[][] means = new double[FEATURE_CLASSES][WIDTH];
        for (double[] mean : means) {
            for (int j = 0; j < WIDTH; j++) {
                mean[j] = SEPARATION * random.nextGaussian();
            }
        }
        for (String part : new String[] {"train", "test"}) {
            int each = part.equals("train") ? 100 : 20;
            ByteBuffer rows = ByteBuffer.allocate(FEATURE_CLASSES * each * WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer labels = ByteBuffer.allocate(FEATURE_CLASSES * each * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int c = 0; c < FEATURE_CLASSES; c++) {
                for (int i = 0; i < each; i++) {
                    labels.putLong(c);
                    for (int j = 0; j < WIDTH; j++) {
                        rows.putFloat((float) (means[c][j] + random.nextGaussian()));
                    }
                }
            }
            npy(folder.resolve("X_" + part + ".npy"), "<f4", FEATURE_CLASSES * each + ", " + WIDTH, rows);
            npy(folder.resolve("y_" + part + ".npy"), "<i8", FEATURE_CLASSES * each + ",", labels);
        }
    }

    private static void npy(Path file, String type, String shape, ByteBuffer values) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        header += " ".repeat(padded - header.length() - 1) + "\n";
        try (BufferedOutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded, (byte) (padded >> 8)});
            out.write(header.getBytes(StandardCharsets.ISO_8859_1));
            out.write(values.array());
        }
    }
}
