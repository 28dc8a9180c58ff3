package org.palimpsest.datasets.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Element types of the format. Those of floating-point numbers that are read are widened, or narrowed, to 32 bits. */
enum TensorType {
    F64(8) {
        @Override
        void read(ByteBuffer bytes, FloatBuffer to) {
            for (int i = 0; to.hasRemaining(); i += 8) {
                to.put((float) bytes.getDouble(i));
            }
        }
    },
    F32(4) {
        @Override
        void read(ByteBuffer bytes, FloatBuffer to) {
            to.put(bytes.asFloatBuffer());
        }
    },
    F16(2) {
        @Override
        void read(ByteBuffer bytes, FloatBuffer to) {
            ShortBuffer halves = bytes.asShortBuffer();
            while (to.hasRemaining()) {
                to.put(halfToFloat(halves.get()));
            }
        }
    },
    BF16(2) {
        @Override
        void read(ByteBuffer bytes, FloatBuffer to) {
            ShortBuffer upper = bytes.asShortBuffer();
            while (to.hasRemaining()) {
                to.put(Float.intBitsToFloat(upper.get() << Short.SIZE)); // the upper half of the 32 bits
            }
        }
    },
    F8_E4M3(1),
    F8_E5M2(1),
    I64(8),
    I32(4),
    I16(2),
    I8(1),
    U64(8),
    U32(4),
    U16(2),
    U8(1),
    BOOL(1);

    private static final int SIGN = 0x8000;
    private static final int EXPONENT = 0x7c00;
    private static final int FRACTION = 0x3ff;
    private static final int FRACTION_BITS = 10;
    private static final int WIDER_FRACTION = 13; // bits that a float has more
    private static final int WIDER_EXPONENT = 112; // what the bias of its exponent is larger by
    private static final float SMALLEST = 0x1p-24f;

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Of one number. */
    int bytes() {
        return bytes;
    }

    /** Whether these are floating-point numbers that can be read. */
    boolean isRead() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** Whether these are floating-point numbers, of weights that is. */
    boolean isFloat() {
        return name().startsWith("F") || this == BF16;
    }

    /** Reads numbers from the start of some bytes, in their order, until the buffer is full. */
    void read(ByteBuffer from, FloatBuffer to) {
        throw new IllegalStateException(name() + " is known by its size alone");
    }

    /** IEEE 754's half precision, denormal numbers included. */
    private static float halfToFloat(short half) {
        int exponent = (half & EXPONENT) >> FRACTION_BITS;
        int fraction = half & FRACTION;
        int sign = (half & SIGN) << Short.SIZE;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * SMALLEST));
        }
        int wide = exponent == EXPONENT >> FRACTION_BITS ? 2 * Float.MAX_EXPONENT + 1 : exponent + WIDER_EXPONENT;
        return Float.intBitsToFloat(sign | wide << FRACTION_BITS + WIDER_FRACTION | fraction << WIDER_FRACTION);
    }
}
