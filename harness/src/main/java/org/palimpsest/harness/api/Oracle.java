package org.palimpsest.harness.api;

/** A learner that is told the task of what it answers. No continual learner can know it, so such a method is a {@linkplain MethodModule#isBound bound}. */
public interface Oracle extends Learner {}
