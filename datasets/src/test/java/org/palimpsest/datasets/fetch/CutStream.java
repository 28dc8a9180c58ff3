package org.palimpsest.datasets.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A line that breaks after so many bytes. */
final class CutStream extends FilterOutputStream {
    private int left;

    CutStream(OutputStream out, int bytes) {
        super(out);
        left = bytes;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int some = Math.min(left, length);
        out.write(bytes, offset, some);
        left -= some;
        if (some < length) {
            out.flush();
            throw new IOException("cut");
        }
    }
}
