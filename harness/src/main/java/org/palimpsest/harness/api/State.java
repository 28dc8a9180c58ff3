package org.palimpsest.harness.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A snapshot: named arrays. Names are unique within a {@linkplain #scope scope}; on disk it is an {@code .npz} archive, and what never changes may lie
 * beside it.
 */
public final class State {
    private static final int NPY_PREFIX = 10;
    private static final int NPY_ALIGN = 64;
    /** The first day that an archive knows: equal snapshots are equal bytes, whenever they are written. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final NDManager manager;
    private final Map<String, NDArray> arrays;
    private final String prefix;
    private final Shelf shelf;

    /** Where what never changes is written once, for all snapshots of a run. */
    public interface Shelf {
        /** See {@link State#keep}, with a name that is unique in the run. */
        void keep(String name, Supplier<byte[]> bytes);

        /** What was kept under that name. */
        byte[] kept(String name);
    }

    /** An empty snapshot whose helper arrays live as long as the manager, and that holds everything itself. */
    public State(NDManager manager) {
        this(manager, null);
    }

    /** An empty snapshot, with a place for what never changes. */
    public State(NDManager manager, Shelf shelf) {
        this(manager, new LinkedHashMap<>(), "", shelf);
    }

    private State(NDManager manager, Map<String, NDArray> arrays, String prefix, Shelf shelf) {
        this.shelf = shelf;
        this.manager = manager;
        this.arrays = arrays;
        this.prefix = prefix;
    }

    /** The same snapshot under longer names, so that two parts may use the same words. */
    public State scope(String name) {
        return new State(manager, arrays, prefix + name + "/", shelf);
    }

    /** Adds an array of any shape and type. The array is not copied: write the snapshot before it changes. */
    public void put(String name, NDArray array) {
        if (arrays.putIfAbsent(prefix + name, array) != null) {
            throw new IllegalArgumentException("the snapshot holds '" + prefix + name + "' already");
        }
    }

    /** Adds whole numbers, e.g. counters. */
    public void put(String name, long... values) {
        put(name, manager.create(values, new Shape(values.length)));
    }

    /** Adds whole numbers, e.g. labels. */
    public void put(String name, int[] values) {
        put(name, manager.create(values, new Shape(values.length)));
    }

    /** Adds bytes, e.g. what was observed. */
    public void put(String name, byte[] values) {
        put(name, manager.create(ByteBuffer.wrap(values), new Shape(values.length), DataType.UINT8));
    }

    /** Adds numbers of single precision. */
    public void put(String name, float[] values) {
        put(name, manager.create(values, new Shape(values.length)));
    }

    /** Adds statistics kept in double precision. */
    public void put(String name, double[] values) {
        put(name, manager.create(values, new Shape(values.length)));
    }

    /**
     * Adds bytes that are the same in every snapshot that has this name, of this run: part of a large memory that will not be written over, for
     * example. They are written once.
     *
     * @param name as of an array, but with a number or the like that is never used again
     * @param bytes at least one
     */
    public void keep(String name, Supplier<byte[]> bytes) {
        if (shelf == null) {
            put(name, bytes.get());
        } else {
            shelf.keep(prefix + name, bytes);
        }
    }

    /** Returns what was given to {@link #keep} under that name. */
    public byte[] kept(String name) {
        return shelf == null || has(name) ? bytes(name) : shelf.kept(prefix + name);
    }

    /** Whether there is an array of that name. */
    public boolean has(String name) {
        return arrays.containsKey(prefix + name);
    }

    /**
     * Returns an array, owned by the snapshot.
     *
     * @throws IllegalArgumentException if the snapshot has no array of that name
     */
    public NDArray array(String name) {
        NDArray array = arrays.get(prefix + name);
        if (array == null) {
            throw new IllegalArgumentException("the snapshot has no '" + prefix + name + "'; it holds " + arrays.keySet());
        }
        return array;
    }

    /** Overwrites the target's values with those of the array of that name, which must have the same shape. */
    public void copyTo(String name, NDArray target) {
        NDArray source = array(name);
        if (!source.getShape().equals(target.getShape())) {
            throw new IllegalArgumentException("'" + prefix + name + "' has shape " + source.getShape() + " in the snapshot, "
                    + target.getShape() + " in this run");
        }
        // set and copyTo would give the target new memory, which views of it would not see
        target.set(new NDIndex(":"), source);
    }

    /** Returns the whole numbers stored under that name. */
    public long[] longs(String name) {
        return array(name).toLongArray();
    }

    /** Returns the whole numbers stored under that name. */
    public int[] ints(String name) {
        return array(name).toIntArray();
    }

    /** Returns the bytes stored under that name. */
    public byte[] bytes(String name) {
        return array(name).toByteArray();
    }

    /** Returns the numbers of single precision stored under that name. */
    public float[] floats(String name) {
        return array(name).toFloatArray();
    }

    /** Returns the numbers stored under that name in double precision. */
    public double[] doubles(String name) {
        return array(name).toDoubleArray();
    }

    /**
     * Writes everything as an {@code .npz} archive, not packed: weights hardly get smaller, and packing them takes longer than many a task.
     */
    public void write(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        for (Map.Entry<String, NDArray> named : arrays.entrySet()) {
            byte[] head = npyHead(named.getValue());
            byte[] values = named.getValue().toByteArray();
            CRC32 crc = new CRC32();
            crc.update(head);
            crc.update(values);
            ZipEntry entry = new ZipEntry(named.getKey() + ".npy");
            entry.setSize((long) head.length + values.length);
            entry.setCrc(crc.getValue());
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            zip.write(head);
            zip.write(values);
        }
        zip.finish();
        zip.flush();
    }

    /** What stands before the values of an array in NumPy's format 1.0: a magic number, the length of what follows, and that, to a multiple of 64. */
    private static byte[] npyHead(NDArray array) {
        String shape = LongStream.of(array.getShape().getShape()).mapToObj(side -> side + ",").collect(Collectors.joining(" ", "(", ")"));
        String what = "{'descr': '" + array.getDataType().asNumpy() + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int length = (NPY_PREFIX + what.length() + 1 + NPY_ALIGN - 1) / NPY_ALIGN * NPY_ALIGN;
        ByteBuffer head = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        head.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0).putShort((short) (length - NPY_PREFIX));
        head.put(what.getBytes(StandardCharsets.US_ASCII));
        while (head.position() < length - 1) {
            head.put((byte) ' ');
        }
        return head.put((byte) '\n').array();
    }

    /** Reads what {@link #write} wrote of a snapshot that holds everything itself; the arrays belong to the manager. */
    public static State read(NDManager manager, InputStream in) throws IOException {
        return read(manager, in, null);
    }

    /** Reads what {@link #write} wrote; what it kept apart is on the shelf. */
    public static State read(NDManager manager, InputStream in, Shelf shelf) throws IOException {
        State state = new State(manager, shelf);
        for (NDArray array : NDList.decode(manager, in)) {
            state.arrays.put(array.getName(), array);
        }
        return state;
    }
}
