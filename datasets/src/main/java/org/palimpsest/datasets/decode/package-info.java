/**
 * Image files to blocks of pixels of one size, on all cores and with the same bytes on every machine. A new image format, or
 * another way to scale, goes here; which files there are is for {@code disk}.
 */
package org.palimpsest.datasets.decode;
