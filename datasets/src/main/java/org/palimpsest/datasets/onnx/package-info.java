/** Weights from files of the Open Neural Network Exchange. */
package org.palimpsest.datasets.onnx;
