/** The IDX file format, in which MNIST and the sets made after it are distributed. */
package org.palimpsest.datasets.idx;
