package org.palimpsest.datasets.decode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * A decoded image: blue, green and red, in which order decoders give them, or luma and chroma, or grey alone, row by row.
 *
 * @param width columns
 * @param height rows
 * @param channels 1 or 3
 * @param samples width * height * channels unsigned bytes
 * @param lumaAndChroma whether three channels are luma, blueness and redness rather than blue, green and red
 */
record Bitmap(int width, int height, int channels, byte[] samples, boolean lumaAndChroma) {
    private static final int COLOURS = 3;
    private static final int OPAQUE = 255;

    /** An image of blue, green and red, or of grey. */
    Bitmap(int width, int height, int channels, byte[] samples) {
        this(width, height, channels, samples, false);
    }

    /** The pixels of an image; what is transparent is laid over white. */
    static Bitmap of(BufferedImage image) {
        boolean plain = image.getRaster().getDataBuffer() instanceof DataBufferByte && image.getRaster().getParent() == null;
        if (plain && image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return new Bitmap(image.getWidth(), image.getHeight(), COLOURS, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        }
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY && !image.getColorModel().hasAlpha()) {
            return ofGrey(image.getRaster(), image.getColorModel().getComponentSize(0));
        }
        return ofAny(image);
    }

    /** The samples themselves: a conversion to RGB would apply the gamma of a linear grey space. */
    private static Bitmap ofGrey(Raster raster, int bits) {
        int[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
        byte[] grey = new byte[samples.length];
        int most = (1 << bits) - 1;
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (byte) ((samples[i] * 255 + most / 2) / most);
        }
        return new Bitmap(raster.getWidth(), raster.getHeight(), 1, grey);
    }

    private static Bitmap ofAny(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] bgr = new byte[argb.length * COLOURS];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            for (int c = 0; c < COLOURS; c++) {
                int value = argb[i] >> 8 * c & 255;
                bgr[i * COLOURS + c] = (byte) ((value * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
            }
        }
        return new Bitmap(image.getWidth(), image.getHeight(), COLOURS, bgr);
    }

    /** The same image with so many channels; grey is luma by ITU-R BT.601. */
    Bitmap withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        byte[] converted = new byte[width * height * wanted];
        for (int i = 0; i < width * height; i++) {
            if (wanted == 1 && lumaAndChroma) {
                converted[i] = samples[i * COLOURS];
            } else if (wanted == 1) {
                converted[i] = (byte) luma(samples[i * COLOURS + 2] & 255, samples[i * COLOURS + 1] & 255, samples[i * COLOURS] & 255);
            } else {
                converted[i * COLOURS] = samples[i];
                converted[i * COLOURS + 1] = samples[i];
                converted[i * COLOURS + 2] = samples[i];
            }
        }
        return new Bitmap(width, height, wanted, converted);
    }

    private static int luma(int red, int green, int blue) {
        return (299 * red + 587 * green + 114 * blue + 500) / 1000;
    }
}
