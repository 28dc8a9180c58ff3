/**
 * Instruction data in memory: what a language model is asked and what it should answer, as plain text. Knows of no tokens and no files:
 * what reads them makes {@link org.palimpsest.datasets.text.InstructionDataset}s.
 */
package org.palimpsest.datasets.text;
