/** Add-ons that change what a network is trained towards. */
package org.palimpsest.methods.objective;
