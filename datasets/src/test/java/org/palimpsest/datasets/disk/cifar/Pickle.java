package org.palimpsest.datasets.disk.cifar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes pickles of protocol 2, instruction by instruction, as Python 2 and NumPy wrote the official files. */
final class Pickle {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int memo = 1;

    Pickle() {
        op(0x80).op(2);
    }

    Pickle op(int code) {
        out.write(code);
        return this;
    }

    /** Remembers what is on the stack, as the official files do after every object, by BINPUT or LONG_BINPUT. */
    Pickle put() {
        if (memo < 256) {
            op('q').op(memo);
        } else {
            op('r').four(memo);
        }
        memo++;
        return this;
    }

    Pickle four(int number) {
        return op(number & 255).op(number >> 8 & 255).op(number >> 16 & 255).op(number >>> 24);
    }

    Pickle bytes(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    Pickle text(String text) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        return op('U').op(latin.length).bytes(latin).put();
    }

    Pickle number(int number) {
        if (number >= 0 && number < 256) {
            return op('K').op(number);
        }
        return number >= 0 && number < 65_536 ? op('M').op(number & 255).op(number >> 8) : op('J').four(number);
    }

    Pickle numbers(int... numbers) {
        op(']').put().op('(');
        for (int number : numbers) {
            number(number);
        }
        return op('e');
    }

    Pickle texts(String... texts) {
        op(']').put().op('(');
        for (String text : texts) {
            text(text);
        }
        return op('e');
    }

    Pickle global(String module, String name) {
        return op('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII)).put();
    }

    /** A matrix as NumPy pickles it, row by row. */
    Pickle matrix(int rows, int columns, String type, byte... data) {
        return matrix(rows, columns, type, false, data);
    }

    /** A matrix as NumPy pickles it. */
    Pickle matrix(int rows, int columns, String type, boolean columnsFirst, byte... data) {
        global("numpy.core.multiarray", "_reconstruct").global("numpy", "ndarray").number(0).op(0x85).put();
        text("b").op(0x87).put().op('R').put();
        op('(').number(1).number(rows).number(columns).op(0x86).put();
        global("numpy", "dtype").text(type).number(0).number(1).op(0x87).put().op('R').put();
        op('(').number(3).text("|").op('N').op('N').op('N').number(-1).number(-1).number(0).op('t').put().op('b');
        return op(columnsFirst ? 0x88 : 0x89).op('T').four(data.length).bytes(data).put().op('t').put().op('b');
    }

    Pickle dictionary() {
        return op('}').put().op('(');
    }

    byte[] end() {
        return op('u').op('.').out.toByteArray();
    }

    byte[] stop() {
        return op('.').out.toByteArray();
    }
}
