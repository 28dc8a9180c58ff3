package org.palimpsest.datasets.arcade;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures of games, and films, for humans. */
public final class GamePictures {
    private static final String GIF_FRAME = "javax_imageio_gif_image_1.0";
    /** An extension that all viewers know: how often the film is repeated. */
    private static final byte[] FOREVER = {1, 0, 0};

    private GamePictures() {}

    /**
     * What is seen now.
     *
     * @param scale width and height of a cell
     */
    public static BufferedImage picture(Game game, int scale) {
        int width = game.info().width();
        int height = game.info().height();
        int[] colours = new int[width * height];
        game.render(colours);
        BufferedImage picture = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, colours[y / scale * width + x / scale]);
            }
        }
        return picture;
    }

    /** Writes what is seen now as a PNG. */
    public static void png(Game game, int scale, OutputStream output) throws IOException {
        ImageIO.write(picture(game, scale), "png", output);
    }

    /**
     * Writes pictures as an animated GIF that is repeated forever.
     *
     * @param hundredths of a second that each picture is seen
     */
    public static void gif(List<BufferedImage> pictures, int hundredths, OutputStream output) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(output)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (BufferedImage picture : pictures) {
                IIOMetadata frame = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
                frame.mergeTree(GIF_FRAME, frame(hundredths));
                writer.writeToSequence(new IIOImage(picture, null, frame), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static IIOMetadataNode frame(int hundredths) {
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("transparentColorIndex", "0");
        control.setAttribute("delayTime", Integer.toString(hundredths));
        IIOMetadataNode repeat = new IIOMetadataNode("ApplicationExtension");
        repeat.setAttribute("applicationID", "NETSCAPE");
        repeat.setAttribute("authenticationCode", "2.0");
        repeat.setUserObject(FOREVER.clone());
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(repeat);
        IIOMetadataNode root = new IIOMetadataNode(GIF_FRAME);
        root.appendChild(control);
        root.appendChild(extensions);
        return root;
    }
}
