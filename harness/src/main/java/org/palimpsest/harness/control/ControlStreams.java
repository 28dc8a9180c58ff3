package org.palimpsest.harness.control;

import com.google.auto.service.AutoService;
import org.palimpsest.harness.engine.StreamKind;

/** Streams of environments. */
@AutoService(StreamKind.class)
public final class ControlStreams extends StreamKind {
    @Override
    protected void configure() {
        bindKind(ControlPlanner.class, PlannedControl.class, ControlCourse.Factory.class);
    }
}
