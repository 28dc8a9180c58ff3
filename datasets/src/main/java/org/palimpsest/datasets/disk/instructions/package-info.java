/**
 * Instruction data in JSON files: published collections, which are folders of sets, and the user's own in the forms that are usual.
 *
 * <p>{@code JsonValues} takes a file apart, {@code ExampleReader} makes examples of its values, {@code SetReader} a set of its files;
 * {@code InstructionFiles} are all sets of a data set. Another published collection is a method of {@code CollectionLayout}; another form
 * of examples is a line in {@code PairForm}.
 */
package org.palimpsest.datasets.disk.instructions;
