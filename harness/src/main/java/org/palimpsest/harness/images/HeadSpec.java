package org.palimpsest.harness.images;

import jakarta.validation.constraints.Positive;
import org.palimpsest.harness.api.Default;
import org.palimpsest.harness.api.Doc;
import org.palimpsest.harness.api.network.HeadKind;

/**
 * The classification head.
 *
 * @param name its kind
 * @param scale factor on the cosines of a cosine head
 */
public record HeadSpec(
        @Doc("growing, full, multi (one per task) or cosine") @Default("full") HeadKind name,
        @Doc("factor on cosine scores") @Positive @Default("16") double scale) {}
