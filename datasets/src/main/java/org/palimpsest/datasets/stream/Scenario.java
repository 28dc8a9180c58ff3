package org.palimpsest.datasets.stream;

import java.util.List;

/** What changes from task to task and what a learner is told. */
public enum Scenario {
    /**
     * New classes in every task; all classes seen so far are told apart, without being told the task. This and the next
     * two: van de Ven, Tuytelaars and Tolias, "Three types of incremental learning", Nature Machine Intelligence, 2022.
     */
    CLASS_INCREMENTAL("class-incremental", ImageStreamSpec.class, NewClasses.class),
    /** New classes in every task; the task is told, so only its own classes are told apart. */
    TASK_INCREMENTAL("task-incremental", ImageStreamSpec.class, NewClasses.class),
    /** The same classes in every task, looking different; the task is not told. */
    DOMAIN_INCREMENTAL("domain-incremental", ImageStreamSpec.class, Domains.class),
    /**
     * Class-incremental with all examples of many base classes first, then sessions with a few examples of some new
     * classes each. Source: Tao et al., "Few-shot class-incremental learning", CVPR 2020.
     */
    FEW_SHOT("few-shot", ImageStreamSpec.class, FewShot.class),
    /**
     * Class-incremental without sharp boundaries: examples of a class occur in tasks before and after its own. Source:
     * Bang et al., "Rainbow Memory: continual learning with a memory of diverse samples", CVPR 2021; see {@link Blur}.
     */
    BLURRY("blurry", ImageStreamSpec.class, Blurry.class),
    /**
     * The same images in every task, with labels drawn anew at random: whether a network can still learn, when nothing
     * that it has learned is of use. Examined is what it has memorised. Source: Lyle et al., "Understanding plasticity
     * in neural networks", ICML 2023, and "Normalization and effective learning rates in reinforcement learning",
     * NeurIPS 2024; random labels after Zhang et al., "Understanding deep learning requires rethinking generalization",
     * ICLR 2017.
     */
    RELABELLED("relabelled", ImageStreamSpec.class, Relabelled.class);

    private final String id;
    private final List<Class<? extends Record>> parts;

    @SafeVarargs
    Scenario(String id, Class<? extends Record>... parts) {
        this.id = id;
        this.parts = List.of(parts);
    }

    /** The name in files and on the command line. */
    public String id() {
        return id;
    }

    /** The records that declare such a stream, whose keys all stand in one file: a {@link StreamSpec} and what it is made of. */
    public List<Class<? extends Record>> parts() {
        return parts;
    }
}
