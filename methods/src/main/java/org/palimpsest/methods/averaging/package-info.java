/** Averages of weights over training, which the network goes on with. */
package org.palimpsest.methods.averaging;
