/** Streams of instructions: what is asked and answered in words, from YAML section to the scores of answers. */
package org.palimpsest.harness.instructions;

