package org.palimpsest.datasets.npy;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import org.testng.annotations.Test;

public class NpyArrayTest {
    @Test
    public void halvesAreThoseOfIeee754() {
        assertEquals(NpyArray.half((short) 0x0001), 0x1p-24f);
        assertEquals(NpyArray.half((short) 0x83ff), -0x3ffp-24f);
        assertEquals(NpyArray.half((short) 0x0400), 0x1p-14f);
        assertEquals(NpyArray.half((short) 0x3555), 0.333251953125f);
        assertEquals(NpyArray.half((short) 0xfc00), Float.NEGATIVE_INFINITY);
        assertTrue(Float.isNaN(NpyArray.half((short) 0x7e00)));
    }
}
