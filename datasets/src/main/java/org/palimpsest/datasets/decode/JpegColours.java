package org.palimpsest.datasets.decode;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * What the components of a JPEG file are, by its markers: luma and chroma nearly always, or else red, green and blue, or four
 * inks (cyan, magenta, yellow and black, inverted). Formats: JFIF 1.02; Adobe technical note 5116, "Supporting the DCT filters",
 * for the APP14 marker; component names as decoders take them where neither marker is there.
 *
 * @param components how many there are; 0 if the file has no header that says so
 * @param jfif whether there is a JFIF marker
 * @param transform what Adobe's marker says; -1 without one
 * @param names the names of the components
 */
record JpegColours(int components, boolean jfif, int transform, int[] names) {
    private static final int MARKER = 0xff;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int START_OF_SCAN = 0xda;
    private static final int COLOURS = 3;
    private static final int INKS = 4;
    private static final int PLAIN = 0;
    private static final int YCCK = 2;
    private static final int[] RGB = {'R', 'G', 'B'};

    /** Reads the markers of a file. */
    static JpegColours of(byte[] jpeg) {
        boolean jfif = false;
        int transform = -1;
        int at = 2;
        while (at + 9 < jpeg.length && value(jpeg, at) == MARKER && value(jpeg, at + 1) != START_OF_SCAN) {
            int kind = value(jpeg, at + 1);
            jfif |= kind == APP0 && jpeg[at + 4] == 'J' && jpeg[at + 5] == 'F';
            if (kind == APP14 && jpeg[at + 4] == 'A' && at + 15 < jpeg.length) {
                transform = value(jpeg, at + 15);
            }
            if (isFrame(kind)) {
                int components = value(jpeg, at + 9);
                int[] names = new int[components];
                for (int c = 0; c < components && at + 10 + 3 * c < jpeg.length; c++) {
                    names[c] = value(jpeg, at + 10 + 3 * c);
                }
                return new JpegColours(components, jfif, transform, names);
            }
            at += 2 + (value(jpeg, at + 2) << 8 | value(jpeg, at + 3));
        }
        return new JpegColours(0, jfif, transform, new int[0]);
    }

    private static boolean isFrame(int kind) {
        return kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc;
    }

    private static int value(byte[] bytes, int at) {
        return bytes[at] & 255;
    }

    /** Whether these are luma and two of chroma. */
    boolean lumaAndChroma() {
        return components == COLOURS && (jfif || transform > PLAIN || transform < PLAIN && !Arrays.equals(names, RGB));
    }

    /** Whether these are four inks. */
    boolean inks() {
        return components == INKS;
    }

    /** Whether these are three or four of a meaning that is known. */
    boolean known() {
        return components == COLOURS || inks();
    }

    /** The image that a raster of such components is. */
    Bitmap bitmap(Raster raster) {
        byte[] samples = raster.getDataBuffer() instanceof DataBufferByte bytes
                && bytes.getSize() == raster.getWidth() * raster.getHeight() * raster.getNumBands()
                ? bytes.getData()
                : bytes(raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null));
        if (inks()) {
            return new Bitmap(raster.getWidth(), raster.getHeight(), COLOURS, mixed(samples), false);
        }
        return new Bitmap(raster.getWidth(), raster.getHeight(), COLOURS, lumaAndChroma() ? samples : turned(samples), lumaAndChroma());
    }

    /** Blue, green and red of red, green and blue. */
    private static byte[] turned(byte[] rgb) {
        byte[] bgr = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bgr[i] = rgb[i + 2 - 2 * (i % COLOURS)];
        }
        return bgr;
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** Blue, green and red of inverted inks. */
    private byte[] mixed(byte[] inks) {
        byte[] bgr = new byte[inks.length / INKS * COLOURS];
        int[] rgb = new int[COLOURS];
        for (int i = 0; i < inks.length / INKS; i++) {
            int at = i * INKS;
            rgb[0] = value(inks, at);
            rgb[1] = value(inks, at + 1);
            rgb[2] = value(inks, at + 2);
            if (transform == YCCK) {
                rgb = rgb(rgb[0], rgb[1], rgb[2]);
            }
            for (int c = 0; c < COLOURS; c++) {
                bgr[i * COLOURS + 2 - c] = (byte) ((rgb[c] * value(inks, at + 3) + 127) / 255);
            }
        }
        return bgr;
    }

    /** Red, green and blue of luma and chroma, each 0 to 255, by the equations of JFIF in 16 bits after the point. */
    static int[] rgb(int luma, int blueness, int redness) {
        return new int[] {red(luma, redness), green(luma, blueness, redness), blue(luma, blueness)};
    }

    static int red(int luma, int redness) {
        return clipped(luma + (91_881 * (redness - 128) + 32_768 >> 16));
    }

    static int green(int luma, int blueness, int redness) {
        return clipped(luma + (-22_554 * (blueness - 128) - 46_802 * (redness - 128) + 32_768 >> 16));
    }

    static int blue(int luma, int blueness) {
        return clipped(luma + (116_130 * (blueness - 128) + 32_768 >> 16));
    }

    private static int clipped(int shade) {
        return (shade & ~255) == 0 ? shade : shade < 0 ? 0 : 255;
    }
}
