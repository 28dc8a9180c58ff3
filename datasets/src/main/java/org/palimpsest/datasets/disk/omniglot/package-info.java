/** Omniglot: Lake, Salakhutdinov and Tenenbaum, "Human-level concept learning through probabilistic program induction", Science, 2015. */
package org.palimpsest.datasets.disk.omniglot;
