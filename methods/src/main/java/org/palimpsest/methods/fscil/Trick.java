package org.palimpsest.methods.fscil;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The switches of {@code fscil}; a larger encoder, the paper's remaining trick, is the benchmark's backbone. */
public enum Trick {
    /** No trick at all: the incremental-frozen baseline. */
    NONE,
    /** All that follow. */
    ALL,
    /** A supervised contrastive loss in the base session. */
    SUPCON,
    /** Class directions that are fixed before training. */
    PROTOTYPES,
    /** Transformed images are classes of their own. */
    PSEUDO_CLASSES,
    /** The encoder is trained in the later sessions too. */
    INCREMENTAL_FINETUNING,
    /** Later sessions move only a part of the encoder's weights. */
    SUBNET,
    /** The encoder is first trained to tell images apart, without labels. */
    SSL_PRETRAINING,
    /** The base session also predicts by how much images are turned. */
    ROTATION;

    /** The tricks that a list switches on, with {@link #NONE} and {@link #ALL} spelt out. */
    static Set<Trick> of(List<Trick> listed) {
        Set<Trick> tricks = EnumSet.noneOf(Trick.class);
        tricks.addAll(listed.contains(ALL) ? EnumSet.range(SUPCON, ROTATION) : listed);
        tricks.remove(NONE);
        return tricks;
    }
}
