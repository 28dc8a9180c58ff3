package org.palimpsest.datasets.arcade;

import static org.testng.Assert.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.testng.annotations.Test;
import org.w3c.dom.Element;

public class GamePicturesTest {
    private static void assertSame(BufferedImage read, BufferedImage made) {
        assertEquals(read.getWidth(), made.getWidth());
        assertEquals(read.getHeight(), made.getHeight());
        for (int y = 0; y < made.getHeight(); y++) {
            for (int x = 0; x < made.getWidth(); x++) {
                assertEquals(read.getRGB(x, y), made.getRGB(x, y), "at " + x + ", " + y);
            }
        }
    }

    @Test
    public void aCellIsASquareOfItsColour() {
        Game game = Board.start(new Breakout(), Board.PLAIN, 1);
        BufferedImage picture = GamePictures.picture(game, 7);
        assertEquals(picture.getWidth(), 70);
        assertEquals(picture.getRGB(0, 0), 0xff000000);
        assertEquals(picture.getRGB(69, 14), 0xffd1495b, "a brick");
        assertEquals(picture.getRGB(4 * 7 + 6, 9 * 7), 0xfff2f2f2, "the paddle");
        assertEquals(picture.getRGB(5 * 7, 9 * 7), 0xff000000, "beside it");
    }

    @Test
    public void aPngIsReadAsItWasSeen() throws IOException {
        Game game = Board.start(new Freeway(), Board.PLAIN, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GamePictures.png(game, 3, bytes);
        assertSame(ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray()))), GamePictures.picture(game, 3));
    }

    @Test
    public void aFilmIsReadAsItWasSeenAndRepeated() throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (GameModule module : Games.of(getClass().getClassLoader()).all()) {
            Game game = Board.start(module, Board.PLAIN, 2);
            for (int i = 0; i < 12 && !game.over(); i++) {
                pictures.add(GamePictures.picture(game, 4));
                game.step(i % 6);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GamePictures.gif(pictures, 8, bytes);

        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            reader.setInput(stream);
            assertEquals(reader.getNumImages(true), pictures.size());
            for (int i = 0; i < pictures.size(); i++) {
                assertSame(reader.read(i), pictures.get(i));
                IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
                Element control = (Element) root.getElementsByTagName("GraphicControlExtension").item(0);
                assertEquals(control.getAttribute("delayTime"), "8");
            }
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
            IIOMetadataNode repeat = (IIOMetadataNode) root.getElementsByTagName("ApplicationExtension").item(0);
            assertEquals(repeat.getAttribute("applicationID"), "NETSCAPE");
            assertEquals((byte[]) repeat.getUserObject(), new byte[] {1, 0, 0});
        } finally {
            reader.dispose();
        }
    }
}
