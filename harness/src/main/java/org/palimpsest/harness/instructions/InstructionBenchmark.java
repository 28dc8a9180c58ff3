package org.palimpsest.harness.instructions;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.OptionalInt;
import org.palimpsest.harness.api.Budget;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.supervised.ProbeSpec;

/** What benchmarks over instructions say besides what all benchmarks do. */
public record InstructionBenchmark(
        @Doc("what a model is given of an example: {instruction} and {input} stand for its parts") @NotBlank @Default(InstructionBenchmark.BOTH) String prompt,
        @Doc("most tokens of a prompt, with its answer where that is written; as many as the model can take if absent") @Min(4) OptionalInt length,
        @Doc("what is left out of a prompt that is too long: its start or its end") @Default("end") Cut cut,
        @Doc("most tokens of an answer, where it is written") @Positive @Default("32") int answerTokens,
        @Doc("how a model that reads chooses among answers; models that write them have none") AnswerHead head,
        @Doc("training per task") Budget budget,
        @Doc("small evaluations inside a task") ProbeSpec probe) {
    /** Instruction and input, a line each. */
    static final String BOTH = "{instruction}\n{input}\n";
}
