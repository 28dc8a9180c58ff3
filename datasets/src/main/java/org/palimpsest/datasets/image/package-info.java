/**
 * Data sets of images, or of features, with a class each, in memory: what every reader of files makes and every stream over images
 * takes. What is true of such data wherever they come from goes here; formats and folders do not.
 */
package org.palimpsest.datasets.image;
