/**
 * Reads NumPy's files. Format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">
 * numpy.lib.format</a>. Knows the format alone; what arrays mean is for {@code disk.features} and {@code disk.WeightFiles}.
 */
package org.palimpsest.datasets.npy;
