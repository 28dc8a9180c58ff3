/** How the parts of the program find one another. */
package org.palimpsest.harness.wiring;
