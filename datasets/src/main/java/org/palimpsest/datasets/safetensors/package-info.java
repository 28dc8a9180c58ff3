/** Weights in files of the safetensors format, and the folders that hold language models. */
package org.palimpsest.datasets.safetensors;
