package org.palimpsest.datasets.decode;

import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.palimpsest.datasets.DatasetException;
import org.palimpsest.datasets.Reason;

/**
 * Decodes one image file with the Java platform's decoders and two more, which are asked in a fixed order: whatever else is on the class path
 * has no say, and the most frequent come first.
 */
final class ImageFileReader {
    /** The formats that are read. */
    static final String FORMATS = "JPEG, PNG, GIF, BMP, TIFF, WebP, Netpbm";

    /** A small file may claim to be a picture that no memory holds. */
    private static final long MOST_PIXELS = 1L << 26;

    private static final List<ImageReaderSpi> READERS = Stream.concat(
            Stream.of("jpeg", "png", "gif", "bmp", "tiff").map(name -> ImageIO.getImageReadersByFormatName(name).next().getOriginatingProvider()),
            Stream.of(new WebPImageReaderSpi(), new PNMImageReaderSpi())).toList();

    private ImageFileReader() {}

    /**
     * Decodes a file of one of the formats.
     *
     * @throws DatasetException if it cannot be read, is damaged or of no known format
     */
    static Bitmap read(EncodedImage image) {
        byte[] bytes = bytes(image);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = decoder(in).orElseThrow(() ->
                    new DatasetException(image.name(), "is no image of a format that can be read (" + FORMATS + ")")).createReaderInstance();
            try {
                reader.setInput(in, true, true);
                return read(reader, bytes);
            } finally {
                reader.dispose();
            }
        } catch (OutOfMemoryError e) {
            throw new DatasetException(image.name(), "takes more memory than there is", e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof DatasetException known) {
                throw known;
            }
            // the platform's decoders report damage by exceptions of many kinds
            throw new DatasetException(image.name(), "is damaged: " + words(e), e);
        }
    }

    /** Whether a file begins as one that can be decoded. */
    static boolean isImage(Path file) {
        try (InputStream raw = Files.newInputStream(file); ImageInputStream in = new MemoryCacheImageInputStream(raw)) {
            return decoder(in).isPresent();
        } catch (EOFException e) {
            return false;
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "cannot be read: " + Reason.of(e), e);
        }
    }

    private static Optional<ImageReaderSpi> decoder(ImageInputStream in) throws IOException {
        for (ImageReaderSpi candidate : READERS) {
            if (candidate.canDecodeInput(in)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static String words(Exception e) {
        return e instanceof EOFException ? "it ends too early" : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Bitmap read(ImageReader reader, byte[] bytes) throws IOException {
        Damage damage = new Damage();
        reader.addIIOReadWarningListener(damage);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
            throw new IOException(reader.getWidth(0) + "x" + reader.getHeight(0) + " pixels, of which at most " + MOST_PIXELS + " are read");
        }
        if (reader.getFormatName().equalsIgnoreCase("jpeg")) {
            JpegColours colours = JpegColours.of(bytes);
            if (colours.known()) {
                // without the decoder's conversion to colours, which costs as much as the rest, can wait until there are fewer pixels and
                // would apply a profile
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
            throw new DatasetException(image.name(), "cannot be read: " + Reason.of(e), e);
        }
    }
}
