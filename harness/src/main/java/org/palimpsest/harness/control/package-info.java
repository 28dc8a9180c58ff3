/** Streams of environments: games that an agent plays one after the other. */
package org.palimpsest.harness.control;
