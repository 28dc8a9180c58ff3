package org.palimpsest.datasets.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/** The digest over what sets of instructions hold: every text in UTF-8 after its length, every list after its size, so that no two read alike. */
public final class InstructionDigest {
    private final MessageDigest digest = DigestUtils.getSha256Digest();

    private InstructionDigest() {}

    /** SHA-256 as 64 hexadecimal digits. */
    public static String of(List<InstructionSet> sets) {
        InstructionDigest all = new InstructionDigest();
        all.number(sets.size());
        for (InstructionSet set : sets) {
            all.text(set.id());
            all.text(set.language());
            all.texts(set.options());
            all.examples(set.train());
            all.examples(set.test());
        }
        return Hex.encodeHexString(all.digest.digest());
    }

    private void examples(List<InstructionExample> examples) {
        number(examples.size());
        for (InstructionExample example : examples) {
            text(example.instruction());
            text(example.input());
            texts(example.answers());
        }
    }

    private void texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
    }

    private void number(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }
}
