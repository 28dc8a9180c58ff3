package org.palimpsest.harness.instructions;

import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.HeadKind;

/** How a model that reads chooses among answers. */
record AnswerHead(
        @Doc("answers (by the cosine to what the untrained model makes of each answer's words), growing, full or cosine") @Default("answers") HeadKind name,
        @Doc("factor on cosines") @Positive @Default("20") double scale) {}
