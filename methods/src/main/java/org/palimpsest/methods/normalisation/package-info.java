/** Ways to normalise activations: add-ons of any method on a backbone that has normalisation to exchange. */
package org.palimpsest.methods.normalisation;
