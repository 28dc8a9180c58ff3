package org.palimpsest.datasets.decode;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.ProgressMonitor;
import org.palimpsest.datasets.decode.ImageSettings.Fit;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** Pictures of every form that is read, against what a second library makes of them; the head of {@code values.csv} says which. */
public class PictureFormsTest {
    private static final String FOLDER = "/palimpsest/pictures/";
    private static final int SIDE = 16;
    private static final int PIXELS = SIDE * SIDE;

    private static InputStream open(String name) {
        return Objects.requireNonNull(PictureFormsTest.class.getResourceAsStream(FOLDER + name), name);
    }

    @DataProvider
    public Iterator<Object[]> forms() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(open("values.csv"), StandardCharsets.UTF_8))) {
            return in.lines().filter(line -> !line.startsWith("#")).map(line -> (Object[]) line.split(",")).toList().iterator();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test(dataProvider = "forms")
    public void everyFormHasTheValuesOfASecondLibrary(String name, String tolerance, String hex) {
        byte[] expected = HexFormat.of().parseHex(hex);
        ByteBuffer colours = decode(name, 3);
        ByteBuffer greys = decode(name, 1);
        int[] worst = new int[4];
        for (int p = 0; p < PIXELS; p++) {
            int[] rgb = {expected[3 * p] & 255, expected[3 * p + 1] & 255, expected[3 * p + 2] & 255};
            for (int c = 0; c < 3; c++) {
                worst[c] = Math.max(worst[c], Math.abs((colours.get(c * PIXELS + p) & 255) - rgb[c]));
            }
            double luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
            worst[3] = Math.max(worst[3], (int) Math.abs((greys.get(p) & 255) - luma));
        }
        int most = Integer.parseInt(tolerance);
        assertEquals(Arrays.stream(worst).filter(difference -> difference > most).count(), 0,
                name + ": red, green, blue and luma differ by up to " + Arrays.toString(worst));
    }

    @Test(dataProvider = "forms")
    public void whatEndsTooEarlyIsRefused(String name, String tolerance, String hex) throws IOException {
        try (InputStream in = open(name)) {
            byte[] whole = in.readAllBytes();
            byte[] half = Arrays.copyOf(whole, whole.length * 6 / 10);
            String message = expectThrows(DatasetException.class, () -> decode(new EncodedImage(name, () -> new ByteArrayInputStream(half)), 3))
                    .getMessage();
            assertTrue(message.startsWith("1 damaged image: " + name + ": is damaged: ") && !message.endsWith("null"), message);
        }
    }

    @Test
    public void whatClaimsToBeLargerThanAnyPictureIsRefused() {
        byte[] bomb = "P5 65535 65535 255 ".getBytes(StandardCharsets.US_ASCII);
        String message = expectThrows(DatasetException.class, () -> decode(new EncodedImage("a", () -> new ByteArrayInputStream(bomb)), 1)).getMessage();
        assertEquals(message, "1 damaged image: a: is damaged: 65535x65535 pixels, of which at most 67108864 are read");
    }

    private static ByteBuffer decode(String name, int channels) {
        return decode(new EncodedImage(name, () -> open(name)), channels);
    }

    private static ByteBuffer decode(EncodedImage encoded, int channels) {
        List<EncodedImage> image = List.of(encoded);
        return ImageDecoder.decode(image, new ImageSettings(SIDE, Fit.CROP, channels), ProgressMonitor.NONE.begin("", 1, ""));
    }

    @Test
    public void greyIsGreyHoweverTransparent() {
        assertTrue(decode("grey8-alpha-opaque128.png", 3).equals(ByteBuffer.wrap(filled(128))));
        assertTrue(decode("grey8-alpha-half128.png", 3).equals(ByteBuffer.wrap(filled(191))));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[3 * PIXELS];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
