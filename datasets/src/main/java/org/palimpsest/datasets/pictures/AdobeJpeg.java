package org.palimpsest.datasets.pictures;

import java.awt.image.Raster;

/**
 * JPEG files of four inks (cyan, magenta, yellow, black), which Adobe's programs write inverted and the platform's decoder
 * gives as they are. Format: Adobe technical note 5116, "Supporting the DCT filters", the APP14 marker.
 */
final class AdobeJpeg {

    private static final int MARKER = 0xff;
    private static final int APP14 = 0xee;
    private static final int START_OF_SCAN = 0xda;
    private static final int TRANSFORM_AT = 11;
    private static final int YCCK = 2;
    private static final int INKS = 4;

    private AdobeJpeg() {}

    /** Whether a JPEG file has four inks. */
    static boolean inks(byte[] jpeg) {
        for (int at = 2; at + 9 < jpeg.length && value(jpeg, at) == MARKER; at = next(jpeg, at)) {
            int kind = value(jpeg, at + 1);
            if (kind == START_OF_SCAN) {
                return false;
            }
            // the frame headers, which say how many components there are
            if (kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc) {
                return value(jpeg, at + 9) == INKS;
            }
        }
        return false;
    }

    /** The colours of decoded inks. */
    static Bitmap bitmap(Raster raster, byte[] jpeg) {
        int[] inks = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
        boolean lumaAndChroma = transform(jpeg) == YCCK;
        byte[] bgr = new byte[inks.length / INKS * 3];
        for (int i = 0; i < inks.length / INKS; i++) {
            int[] cmy = {inks[i * INKS], inks[i * INKS + 1], inks[i * INKS + 2]};
            if (lumaAndChroma) {
                cmy = fromLumaAndChroma(cmy);
            }
            int black = inks[i * INKS + 3];
            for (int c = 0; c < 3; c++) {
                bgr[i * 3 + 2 - c] = (byte) ((cmy[c] * black + 127) / 255);
            }
        }
        return new Bitmap(raster.getWidth(), raster.getHeight(), 3, bgr);
    }

    /** Conversion of JFIF 1.02. */
    private static int[] fromLumaAndChroma(int[] ycc) {
        double blue = ycc[1] - 128;
        double red = ycc[2] - 128;
        return new int[] {shade(ycc[0] + 1.402 * red), shade(ycc[0] - 0.344136 * blue - 0.714136 * red), shade(ycc[0] + 1.772 * blue)};
    }

    private static int shade(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static int transform(byte[] jpeg) {
        for (int at = 2; at + 4 + TRANSFORM_AT < jpeg.length && value(jpeg, at) == MARKER; at = next(jpeg, at)) {
            if (value(jpeg, at + 1) == APP14) {
                return value(jpeg, at + 4 + TRANSFORM_AT);
            }
        }
        return 0;
    }

    private static int next(byte[] jpeg, int at) {
        return at + 2 + (value(jpeg, at + 2) << 8 | value(jpeg, at + 3));
    }

    private static int value(byte[] bytes, int at) {
        return bytes[at] & 255;
    }
}
