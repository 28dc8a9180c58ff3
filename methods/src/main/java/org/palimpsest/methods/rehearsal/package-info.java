/** Methods that keep a few examples of the past and train on them again. */
package org.palimpsest.methods.rehearsal;
