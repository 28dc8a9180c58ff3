/**
 * The IDX file format, in which MNIST and the sets made after it are distributed. Knows the format alone; where such files lie is
 * for {@code disk.mnist} and {@code embedded}.
 */
package org.palimpsest.datasets.idx;
