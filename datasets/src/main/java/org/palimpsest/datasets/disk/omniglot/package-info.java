/**
 * Omniglot: Lake, Salakhutdinov and Tenenbaum, "Human-level concept learning through probabilistic program induction", Science,
 * 2015. Its archives are read as they are; another split of its alphabets goes here.
 */
package org.palimpsest.datasets.disk.omniglot;
