package org.palimpsest.harness.images;

import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.HeadKind;

/** The classification head. */
public record HeadSpec(
        @Doc("growing, full, multi (one per task) or cosine") @Default("full") HeadKind name,
        @Doc("factor on the cosines of a cosine head") @Positive @Default("16") double scale) {}
