package org.palimpsest.harness.cli;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.palimpsest.datasets.image.ImageShape;

/** Draws rows of small images, with words to the left of them. */
final class ContactSheet {
    private static final int TEXT = 380;
    private static final int SIDE = 56;
    private static final int GAP = 4;
    private static final int MARGIN = 12;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final Font BODY = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private ContactSheet() {}

    /**
     * One row.
     *
     * @param heading one line
     * @param text wrapped below the heading, as far as there is room
     * @param images from left to right
     */
    record Row(String heading, String text, List<BufferedImage> images) {}

    /** The sheet. */
    static BufferedImage draw(String title, List<Row> rows) {
        int most = rows.stream().mapToInt(r -> r.images().size()).max().orElse(0);
        int width = 2 * MARGIN + TEXT + most * (SIDE + GAP);
        int height = 3 * MARGIN + HEADING.getSize() + rows.size() * (SIDE + GAP + MARGIN);
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = sheet.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.BLACK);
        pen.setFont(HEADING);
        pen.drawString(title, MARGIN, MARGIN + HEADING.getSize());
        int top = 2 * MARGIN + HEADING.getSize();
        for (Row row : rows) {
            draw(pen, row, top);
            top += SIDE + GAP + MARGIN;
        }
        pen.dispose();
        return sheet;
    }

    private static void draw(Graphics2D pen, Row row, int top) {
        pen.setFont(HEADING);
        pen.setColor(Color.BLACK);
        pen.drawString(row.heading(), MARGIN, top + HEADING.getSize());
        pen.setFont(BODY);
        pen.setColor(Color.DARK_GRAY);
        int lineHeight = pen.getFontMetrics().getHeight();
        int line = top + HEADING.getSize() + lineHeight + GAP / 2;
        for (String words : wrap(row.text(), pen.getFontMetrics(), TEXT - MARGIN, (SIDE - HEADING.getSize()) / lineHeight)) {
            pen.drawString(words, MARGIN, line);
            line += lineHeight;
        }
        for (int i = 0; i < row.images().size(); i++) {
            pen.drawImage(row.images().get(i), MARGIN + TEXT + i * (SIDE + GAP), top, SIDE, SIDE, null);
        }
    }

    /** Breaks text at blanks into lines of a width; what has no room is cut off with dots. */
    static List<String> wrap(String text, FontMetrics metrics, int width, int lines) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (metrics.stringWidth(line + " " + word) > width && line.length() > 0) {
                wrapped.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        wrapped.add(line.toString());
        if (wrapped.size() <= lines) {
            return wrapped;
        }
        List<String> shown = new ArrayList<>(wrapped.subList(0, lines));
        shown.set(lines - 1, shown.get(lines - 1) + " ...");
        return shown;
    }

    /** An image from unsigned bytes, channel by row by column, enlarged pixel by pixel so that small ones stay sharp. */
    static BufferedImage image(ImageShape shape, byte[] pixels) {
        int factor = Math.max(1, SIDE / Math.max(shape.height(), shape.width()));
        BufferedImage image = new BufferedImage(shape.width() * factor, shape.height() * factor, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, rgb(shape, pixels, y / factor * shape.width() + x / factor));
            }
        }
        return image;
    }

    private static int rgb(ImageShape shape, byte[] pixels, int at) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            int channel = shape.channels() == 3 ? c : 0;
            rgb = rgb << 8 | Byte.toUnsignedInt(pixels[channel * shape.plane() + at]);
        }
        return rgb;
    }
}
