package org.palimpsest.harness.supervised;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.Training;

/** What a learner that is taught by labels can have injected besides what learns by gradients: the training step, and what it needs of labels and images. */
final class SupervisedModule extends AbstractModule {
    private final SupervisedCourse course;
    private final BaseTraining base;

    SupervisedModule(SupervisedCourse course, BaseTraining base) {
        this.course = course;
        this.base = base;
    }

    @Override
    protected void configure() {
        bind(TaskOfClass.class).toInstance(course.training().taskOfClass());
        bind(Augmentation.class).toInstance(course.augmentation());
        bind(Objective.class).to(course.objective());
        bind(BaseTraining.class).toInstance(base);
        bind(Training.class).in(Singleton.class);
    }
}
