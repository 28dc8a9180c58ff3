package org.palimpsest.harness.export;

import static org.testng.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.testng.annotations.Test;

public class EventFileTest {
    private static final String GOLDEN = "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c1a"
            + "00000000000000129bd82d09000000000000f83f10ac022a0c0a0a0a03612f62150000403f36f91bd7";

    /**
     * Bytes of {@code RecordWriter} of tensorboard 2.21.0 for an Event with wall_time 1.5 and file_version brain.Event:2, and one with step 300 and the
     * simple_value 0.75 of the tag a/b.
     */
    @Test
    public void theBytesAreThoseOfTensorBoardItself() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EventFile file = new EventFile(bytes, 1.5);
        file.add(new Scalar("a/b", 300, 0.75));
        assertEquals(HexFormat.of().formatHex(bytes.toByteArray()), GOLDEN);
    }
}
