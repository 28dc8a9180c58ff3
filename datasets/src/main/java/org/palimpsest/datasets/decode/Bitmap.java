package org.palimpsest.datasets.decode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Set;

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
    private static final int INKS = 4;
    private static final int OPAQUE = 255;
    private static final Set<Integer> KINDS = Set.of(ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB, ColorSpace.TYPE_CMYK);

    /** An image of blue, green and red, or of grey. */
    Bitmap(int width, int height, int channels, byte[] samples) {
        this(width, height, channels, samples, false);
    }

    /**
     * The pixels of an image; what is transparent is laid over white. Samples are taken as they are, whatever space of colours a profile
     * says they are in: a conversion would apply the gamma of Java's linear grey, or the profile.
     *
     * @throws IOException if its samples are no whole numbers of up to 16 bits
     */
    static Bitmap of(BufferedImage image) throws IOException {
        boolean plain = image.getRaster().getDataBuffer() instanceof DataBufferByte && image.getRaster().getParent() == null;
        if (plain && image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return new Bitmap(image.getWidth(), image.getHeight(), COLOURS, ((DataBufferByte) image.getRaster().getDataBuffer()).getData());
        }
        return image.getColorModel() instanceof ComponentColorModel model && KINDS.contains(model.getColorSpace().getType())
                ? ofSamples(image.getRaster(), model)
                : ofAny(image);
    }

    private static Bitmap ofSamples(Raster raster, ComponentColorModel model) throws IOException {
        int type = model.getTransferType();
        if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) {
            throw new IOException("its samples are no whole numbers of up to 16 bits, so nothing says what is black and what is white");
        }
        int shades = model.getNumColorComponents();
        int channels = shades == 1 ? 1 : COLOURS;
        int width = raster.getWidth();
        byte[] result = new byte[Math.multiplyExact(Math.multiplyExact(width, raster.getHeight()), channels)];
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        for (int y = 0; y < raster.getHeight(); y++) {
            read(raster, y, row);
            if (model.getComponentSize(0) != Byte.SIZE) {
                toBytes(row, model.getComponentSize(0));
            }
            if (shades == INKS) {
                mix(row, bands);
            }
            if (model.hasAlpha()) {
                layOverWhite(row, bands, model.isAlphaPremultiplied());
            }
            int to = y * width * channels;
            for (int from = 0; from < row.length; from += bands) {
                for (int c = channels - 1; c >= 0; c--) {
                    result[to++] = (byte) row[from + c];
                }
            }
        }
        return new Bitmap(width, raster.getHeight(), channels, result);
    }

    private static void read(Raster raster, int y, int[] row) {
        int top = raster.getMinY() + y;
        if (raster.getTransferType() != DataBuffer.TYPE_BYTE) {
            raster.getPixels(raster.getMinX(), top, raster.getWidth(), 1, row);
            return;
        }
        // by far the faster way
        byte[] bytes = (byte[]) raster.getDataElements(raster.getMinX(), top, raster.getWidth(), 1, null);
        for (int i = 0; i < row.length; i++) {
            row[i] = bytes[i] & OPAQUE;
        }
    }

    /** Samples of so many bits to samples of eight. */
    private static void toBytes(int[] samples, int bits) {
        int most = (1 << bits) - 1;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (samples[i] * OPAQUE + most / 2) / most;
        }
    }

    /** Red, green and blue in place of cyan, magenta and yellow with black. */
    private static void mix(int[] inks, int bands) {
        for (int at = 0; at < inks.length; at += bands) {
            int light = OPAQUE - inks[at + COLOURS];
            for (int c = at; c < at + COLOURS; c++) {
                inks[c] = ((OPAQUE - inks[c]) * light + OPAQUE / 2) / OPAQUE;
            }
        }
    }

    private static void layOverWhite(int[] samples, int bands, boolean weighed) {
        for (int at = 0; at < samples.length; at += bands) {
            int alpha = samples[at + bands - 1];
            for (int c = at; c < at + bands - 1; c++) {
                samples[c] = overWhite(samples[c] * (weighed ? OPAQUE : alpha), alpha);
            }
        }
    }

    /** What is seen of a shade, weighed by how opaque it is, over white. */
    private static int overWhite(int weighed, int alpha) {
        return (weighed + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
    }

    /** Palettes and packed colours. */
    private static Bitmap ofAny(BufferedImage image) {
        int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        byte[] bgr = new byte[Math.multiplyExact(argb.length, COLOURS)];
        for (int i = 0; i < argb.length; i++) {
            int alpha = argb[i] >>> 24;
            for (int c = 0; c < COLOURS; c++) {
                bgr[i * COLOURS + c] = (byte) overWhite((argb[i] >> 8 * c & 255) * alpha, alpha);
            }
        }
        return new Bitmap(image.getWidth(), image.getHeight(), COLOURS, bgr);
    }

    /** The same image with so many channels; grey is luma by ITU-R BT.601. */
    Bitmap withChannels(int wanted) {
        if (wanted == channels) {
            return this;
        }
        byte[] converted = new byte[Math.multiplyExact(width * height, wanted)];
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
