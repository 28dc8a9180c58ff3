package org.palimpsest.datasets.embedded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.image.DatasetInfo;
import org.palimpsest.datasets.image.ImageShape;
import org.palimpsest.datasets.image.LabelledImages;

/**
 * UCI's handwritten digits of 8x8 pixels, as scikit-learn ships them: 1,797 rows of 64 values from 0 to 16 and a label.
 * A value v becomes the pixel round(v * 255 / 16). Of every class, in file order, each fifth image is a test image.
 * Source: Alpaydin and Kaynak, "Optical recognition of handwritten digits", UCI Machine Learning Repository, 1998.
 */
final class Digits {
    private static final String FILE = "digits/digits.csv.gz";
    private static final int LARGEST_VALUE = 16;
    private static final int TEST_EVERY = 5;

    private static final DatasetInfo INFO = new DatasetInfo(
            "digits",
            "UCI handwritten digits",
            "CC BY 4.0",
            "https://archive.ics.uci.edu/dataset/80, the test part as shipped in scikit-learn; every fifth image of "
                    + "each class is a test image",
            IntStream.range(0, 10).mapToObj(Integer::toString).toList(),
            new ImageShape(1, 8, 8),
            1_442,
            355,
            new double[] {0.3051830926545375},
            new double[] {0.37599408879372603},
            Optional.empty());

    private Digits() {}

    static DatasetSource in(EmbeddedFiles files) {
        return new EmbeddedImages(INFO, files, List.of(FILE), Digits::parts);
    }

    private static EmbeddedImages.Parts parts(EmbeddedFiles files) {
        int[] seen = new int[INFO.classes()];
        List<int[]> train = new ArrayList<>();
        List<int[]> test = new ArrayList<>();
        for (int[] row : rows(files.unzipped(FILE))) {
            int label = row[INFO.shape().size()];
            seen[label]++;
            (seen[label] % TEST_EVERY == 0 ? test : train).add(row);
        }
        return new EmbeddedImages.Parts(images(train), images(test));
    }

    private static LabelledImages images(List<int[]> rows) {
        int size = INFO.shape().size();
        ByteBuffer pixels = ByteBuffer.allocate(rows.size() * size);
        for (int[] row : rows) {
            for (int i = 0; i < size; i++) {
                // round half up in integers: the half can only fall on v = 8
                pixels.put((byte) ((row[i] * 255 + LARGEST_VALUE / 2) / LARGEST_VALUE));
            }
        }
        int[] labels = rows.stream().mapToInt(row -> row[size]).toArray();
        return new LabelledImages(INFO.shape(), pixels.flip(), labels);
    }

    private static List<int[]> rows(byte[] table) {
        List<int[]> rows = new ArrayList<>();
        new String(table, StandardCharsets.US_ASCII).lines().forEach(line -> rows.add(row(line, rows.size() + 1)));
        return rows;
    }

    private static int[] row(String line, int number) {
        String[] fields = line.split(",", -1);
        int size = INFO.shape().size();
        if (fields.length != size + 1) {
            throw DatasetException.mismatch(FILE, "fields in line " + number, size + 1, fields.length);
        }
        int[] row = new int[fields.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = value(fields[i], i < size ? LARGEST_VALUE : INFO.classes() - 1, number);
        }
        return row;
    }

    private static int value(String field, int largest, int line) {
        int value = 0;
        for (int i = 0; i < field.length(); i++) {
            int digit = Character.digit(field.charAt(i), 10);
            value = digit < 0 || value > largest ? Integer.MAX_VALUE : value * 10 + digit;
        }
        if (field.isEmpty() || value > largest) {
            throw DatasetException.mismatch(FILE, "value in line " + line, "0 to " + largest, "'" + field + "'");
        }
        return value;
    }
}
