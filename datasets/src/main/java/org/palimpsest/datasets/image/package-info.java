/** Data sets of images, or of features, with a class each, in memory. */
package org.palimpsest.datasets.image;
