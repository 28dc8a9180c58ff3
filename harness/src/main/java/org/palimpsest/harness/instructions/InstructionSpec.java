package org.palimpsest.harness.instructions;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Doc;

/** A stream of instructions as declared. */
public record InstructionSpec(
        @Doc("name") @Pattern(regexp = "[a-z0-9][a-z0-9.-]*") String id,
        @Doc("raised whenever results would change") @Positive int version,
        @Doc("instruction") String scenario,
        @Doc("what is learned, in this order: data sets, each with all its sets of instructions, or single ones of them as DATASET/SET") @NotEmpty
                List<String> sets,
        @Doc("tasks that the answers of each set are dealt out to; each set is one task if absent") @Positive OptionalInt parts,
        @Doc("number that the order of answers is drawn by, where they are dealt out; as the set lists them if absent") OptionalInt shuffle,
        @Doc("training examples of a task at the most, about as many for each answer; all if absent") @Positive OptionalInt train,
        @Doc("test examples of a task at the most, about as many for each answer; all if absent") @Positive OptionalInt test) {}
