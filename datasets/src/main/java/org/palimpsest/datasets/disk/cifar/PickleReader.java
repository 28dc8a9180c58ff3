package org.palimpsest.datasets.disk.cifar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;
import org.palimpsest.datasets.DatasetException;

/**
 * Reads pickles of dictionaries, lists, texts, whole numbers and arrays of bytes, such as Python 2 and NumPy write with protocol 2.
 * Pickles are programs; this reader refuses every instruction and every type that those need not have.
 */
final class PickleReader extends Unpickler {
    /** Instructions that need no supervision: they make numbers, tuples and lists, and remember what was made. */
    private static final Set<Short> HARMLESS = Set.of(Opcodes.PROTO, Opcodes.STOP, Opcodes.MARK, Opcodes.NONE, Opcodes.NEWTRUE,
            Opcodes.NEWFALSE, Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2, Opcodes.EMPTY_TUPLE, Opcodes.TUPLE, Opcodes.TUPLE1,
            Opcodes.TUPLE2, Opcodes.TUPLE3, Opcodes.EMPTY_LIST, Opcodes.APPEND, Opcodes.APPENDS, Opcodes.EMPTY_DICT, Opcodes.BINPUT,
            Opcodes.LONG_BINPUT, Opcodes.BINGET, Opcodes.LONG_BINGET, Opcodes.REDUCE);

    private static final Map<String, IObjectConstructor> TYPES = Map.of(
            "numpy.core.multiarray._reconstruct", arguments -> new NumpyArray(),
            "numpy.ndarray", arguments -> {
                throw new PickleException("an array that is made in an unusual way");
            },
            "numpy.dtype", NumpyArray.Type::of);

    private PickleReader() {}

    /**
     * Reads a file.
     *
     * @return a dictionary by text, of lists of {@link Integer} or {@link String}, of {@link NumpyArray} and single values
     * @throws DatasetException if it cannot be read or holds anything else
     */
    static Map<?, ?> read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            if (new PickleReader().load(in) instanceof Map<?, ?> contents) {
                return contents;
            }
            throw new DatasetException(file.toString(), "holds no dictionary");
        } catch (PickleException e) {
            throw new DatasetException(file.toString(), "holds what the official files do not, so it is not read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DatasetException(file.toString(), "is truncated or cannot be read: " + e.getMessage(), e);
        } catch (DatasetException e) {
            throw e;
        } catch (RuntimeException e) {
            // instructions in an order that makes no sense
            throw new DatasetException(file.toString(), "is no pickle: " + e.getMessage(), e);
        }
    }

    @Override
    protected Object dispatch(short key) throws IOException {
        if (HARMLESS.contains(key)) {
            return super.dispatch(key);
        }
        switch (key) {
            case Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINBYTES -> stack.add(text(PickleUtils.readbyte(input)));
            case Opcodes.BINUNICODE -> stack.add(new String(bytes(length()), StandardCharsets.UTF_8));
            case Opcodes.BINSTRING, Opcodes.BINBYTES -> stack.add(bytes(length()));
            case Opcodes.LONG1 -> stack.add(number(PickleUtils.decode_long(bytes(PickleUtils.readbyte(input)))));
            case Opcodes.GLOBAL -> stack.add(type(PickleUtils.readline(input) + "." + PickleUtils.readline(input)));
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                set(stack.pop(), value);
            }
            case Opcodes.SETITEMS -> {
                List<Object> items = stack.pop_all_since_marker();
                for (int i = 0; i < items.size(); i += 2) {
                    set(items.get(i), items.get(i + 1));
                }
            }
            case Opcodes.BUILD -> build((Object[]) stack.pop());
            default -> throw new PickleException("instruction 0x" + Integer.toHexString(key));
        }
        return NO_RETURN_VALUE;
    }

    private static IObjectConstructor type(String name) {
        IObjectConstructor known = TYPES.get(name);
        if (known == null) {
            throw new PickleException("type " + name);
        }
        return known;
    }

    private void build(Object[] state) {
        // what the state of a type says besides is for structures, which type u1 is not
        if (stack.peek() instanceof NumpyArray array) {
            array.build(state);
        } else if (!(stack.peek() instanceof NumpyArray.Type)) {
            throw new PickleException("an object with a state of its own");
        }
    }

    /** Only texts are keys, since to compare others may take for ever. */
    private void set(Object key, Object value) {
        @SuppressWarnings("unchecked")
        Map<Object, Object> dictionary = (Map<Object, Object>) stack.peek();
        if (!(key instanceof String)) {
            throw new PickleException("a dictionary by something else than text");
        }
        dictionary.put(key, value);
    }

    /** Python 2 has two kinds of whole numbers, of which some systems write the longer one. */
    private static int number(Number number) {
        if (number.longValue() != number.intValue() || !(number instanceof Long || number instanceof Integer)) {
            throw new PickleException("the number " + number);
        }
        return number.intValue();
    }

    private int length() throws IOException {
        return PickleUtils.bytes_to_integer(PickleUtils.readbytes(input, Integer.BYTES));
    }

    private String text(int length) throws IOException {
        return new String(bytes(length), StandardCharsets.ISO_8859_1);
    }

    /** The next bytes; a length that the file does not have is found out before memory is set aside for it. */
    private byte[] bytes(int length) throws IOException {
        if (length < 0 || length > input.available()) {
            throw new IOException("it ends within " + Integer.toUnsignedString(length) + " bytes that it says follow");
        }
        return PickleUtils.readbytes(input, length);
    }
}
