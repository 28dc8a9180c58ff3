package org.palimpsest.harness.images;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.training.BaseTraining;
import org.palimpsest.harness.api.training.Training;

/** What a learner that is taught by labels can have injected besides what learns by gradients: the training step, and what it needs of labels and images. */
final class SupervisedModule extends AbstractModule {
    private final TaskOfClass taskOfClass;
    private final Augmentation augmentation;
    private final BaseTraining base;

    SupervisedModule(TaskOfClass taskOfClass, Augmentation augmentation, BaseTraining base) {
        this.taskOfClass = taskOfClass;
        this.augmentation = augmentation;
        this.base = base;
    }

    @Override
    protected void configure() {
        bind(TaskOfClass.class).toInstance(taskOfClass);
        bind(Augmentation.class).toInstance(augmentation);
        bind(BaseTraining.class).toInstance(base);
        bind(Training.class).in(Singleton.class);
    }
}
