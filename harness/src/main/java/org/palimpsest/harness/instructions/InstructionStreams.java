package org.palimpsest.harness.instructions;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.engine.StreamKind;

/** Streams of instructions. */
@AutoService(StreamKind.class)
public final class InstructionStreams extends StreamKind {
    @Override
    protected void configure() {
        bindKind(InstructionPlanner.class, PlannedInstructions.class, InstructionCourse.Factory.class);
    }
}
