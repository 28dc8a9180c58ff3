/**
 * Add-ons that keep a network able to learn: normalisation with projection, penalties, noise, units that begin anew, other
 * functions of the units.
 */
package org.palimpsest.methods.plasticity;
