package org.palimpsest.datasets.disk;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Makes image files of one colour. */
public final class MadeImage {
    private MadeImage() {}

    /** A JPEG file of 12x8 pixels of one grey, which JPEG keeps as it is. */
    public static byte[] jpeg(int grey) {
        return file("jpg", new Color(grey, grey, grey));
    }

    /** A PNG file of 12x8 pixels. */
    public static byte[] png(Color colour) {
        return file("png", colour);
    }

    private static byte[] file(String format, Color colour) {
        BufferedImage image = new BufferedImage(12, 8, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(0, 0, 12, 8);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
