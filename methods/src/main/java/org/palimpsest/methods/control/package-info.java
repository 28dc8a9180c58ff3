/** Agents: methods that learn by acting in environments. */
package org.palimpsest.methods.control;
