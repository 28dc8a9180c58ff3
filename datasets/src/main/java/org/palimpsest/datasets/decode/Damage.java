package org.palimpsest.datasets.decode;

import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Turns a warning that a file ends too early, which decoders pad with grey, into an error. */
final class Damage implements IIOReadWarningListener {
    private String warning = "";

    @Override
    public void warningOccurred(ImageReader source, String text) {
        if (text.toLowerCase(Locale.ROOT).contains("premature") || text.contains("Truncated")) {
            warning = text;
        }
    }

    /** Throws if the decoder said that something is missing. */
    void refuse() throws IOException {
        if (!warning.isEmpty()) {
            throw new IOException(warning);
        }
    }
}
