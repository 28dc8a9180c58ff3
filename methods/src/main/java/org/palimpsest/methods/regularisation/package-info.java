/** Methods that hold weights near to where past tasks left them, the more so the more they mattered. */
package org.palimpsest.methods.regularisation;
