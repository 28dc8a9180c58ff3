/**
 * Reads NumPy's files. Format: <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">
 * numpy.lib.format</a>.
 */
package org.palimpsest.datasets.npy;
