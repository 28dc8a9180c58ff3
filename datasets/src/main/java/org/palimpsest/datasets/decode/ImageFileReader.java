package org.palimpsest.datasets.decode;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.palimpsest.datasets.DatasetException;

/** Decodes one image file with the Java platform's decoders. */
final class ImageFileReader {
    private ImageFileReader() {}

    /**
     * Decodes a JPEG or PNG file, or any other that the platform knows.
     *
     * @throws DatasetException if it cannot be read, is damaged or of no known format
     */
    static Bitmap read(EncodedImage image) {
        byte[] bytes = bytes(image);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new DatasetException(image.name(), "is no image of a format that can be read (JPEG, PNG, GIF, BMP)");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return read(reader, bytes);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof DatasetException known) {
                throw known;
            }
            // the platform's decoders report damage by exceptions of many kinds
            throw new DatasetException(image.name(), "is damaged: " + e.getMessage(), e);
        }
    }

    private static Bitmap read(ImageReader reader, byte[] bytes) throws IOException {
        Damage damage = new Damage();
        reader.addIIOReadWarningListener(damage);
        if (reader.getFormatName().equalsIgnoreCase("jpeg")) {
            JpegColours colours = JpegColours.of(bytes);
            if (colours.lumaAndChroma() || colours.inks()) {
                // without the decoder's conversion to colours, which costs as much as the rest and can wait until there are fewer pixels
                Raster raster = reader.readRaster(0, null);
                damage.refuse();
                return colours.bitmap(raster);
            }
        }
        BufferedImage image = reader.read(0);
        damage.refuse();
        return Bitmap.of(image);
    }

    private static byte[] bytes(EncodedImage image) {
        try (InputStream in = image.opener().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new DatasetException(image.name(), "cannot be read: " + e, e);
        }
    }
}
