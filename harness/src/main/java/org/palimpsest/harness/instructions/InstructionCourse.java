package org.palimpsest.harness.instructions;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Optional;
import org.palimpsest.harness.api.CrossEntropy;
import org.palimpsest.harness.api.Objective;
import org.palimpsest.harness.api.image.Augmentation;
import org.palimpsest.harness.api.network.HeadKind;
import org.palimpsest.harness.api.network.Initialisation;
import org.palimpsest.harness.api.network.Network;
import org.palimpsest.harness.api.network.Normalisation;
import org.palimpsest.harness.augment.Pipeline;
import org.palimpsest.harness.config.PlannedRun;
import org.palimpsest.harness.engine.CourseFactory;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.RunContext;
import org.palimpsest.harness.engine.Student;
import org.palimpsest.harness.supervised.SupervisedCourse;
import org.palimpsest.results.record.AccuracyRow;
import org.palimpsest.results.record.DataInfo;
import org.palimpsest.results.record.GaugeRow;
import org.palimpsest.results.record.ResponseProbeRow;
import org.palimpsest.results.record.ResponseRow;
import org.palimpsest.results.record.StreamInfo;
import org.palimpsest.results.record.Table;
import org.palimpsest.results.record.TaskInfo;
import org.palimpsest.results.record.TrainingRow;

/** A stream of instructions, all of its examples on the device as tokens. */
final class InstructionCourse extends SupervisedCourse {
    private final PlannedInstructions planned;
    private final Prompts prompts;
    private final InstructionTraining training;
    private final Exam exam;
    private final Exam quiz;

    private InstructionCourse(PlannedRun run, PlannedInstructions planned, NDManager manager) {
        super(run, manager, planned.section().budget(), planned.section().probe());
        this.planned = planned;
        prompts = planned.prompts();
        training = new InstructionTraining(planned.lessons(), prompts, planned.section().budget().batch(), random(), manager);
        exam = Exam.of(planned.lessons(), prompts, Exam.ALL);
        quiz = Exam.of(planned.lessons(), prompts, planned.section().probe().perTask());
    }

    /** Opens courses of instructions. */
    static final class Factory implements CourseFactory<PlannedInstructions> {
        @Override
        public InstructionCourse open(PlannedRun run, PlannedInstructions planned, NDManager manager) {
            return new InstructionCourse(run, planned, manager);
        }
    }

    @Override
    public StreamInfo info() {
        InstructionSpec spec = planned.spec();
        return new StreamInfo(spec.id(), spec.version(), spec.scenario(), planned.lessons().digest(), List.of(), Optional.empty(),
                planned.lessons().tasks().stream().map(task -> new TaskInfo(task.id(), Optional.empty())).toList());
    }

    @Override
    public List<DataInfo> data() {
        return planned.data().stream().map(data -> new DataInfo(data.name(), data.sha256(), data.unverified(), Optional.empty())).toList();
    }

    @Override
    public List<Table<?>> tables() {
        return List.of(ResponseRow.TABLE, ResponseProbeRow.TABLE, AccuracyRow.TABLE, GaugeRow.TABLE, TrainingRow.TABLE);
    }

    @Override
    public int tasks() {
        return planned.tasks();
    }

    @Override
    public Student enrol(RunContext context) {
        return new InstructionStudent(this, context);
    }

    @Override
    public InstructionTraining training() {
        return training;
    }

    /** Nothing changes texts at random. */
    @Override
    public Augmentation augmentation() {
        return Pipeline.of(List.of());
    }

    @Override
    public Class<? extends Objective> objective() {
        return planned.written() ? TokenCrossEntropy.class : CrossEntropy.class;
    }

    @Override
    public Network network(NDManager owner, int engineSeed) {
        Machine.engine().setRandomSeed(engineSeed);
        Block backbone = run().recipe().rebuild(planned.network(), run().options());
        Network network = new Network(owner, backbone, planned.example(), Normalisation.NONE, planned.head(), planned.outputs(),
                (float) planned.section().head().scale(), Initialisation.TORCH);
        if (planned.written()) {
            network.see(planned.outputs());
        } else if (planned.head() == HeadKind.ANSWERS) {
            setAnswers(network);
        }
        return network;
    }

    /** Lets the untrained network read the words of all answers. */
    private void setAnswers(Network network) {
        TokenRows words = new TokenRows(prompts.tokenizer().padding(), false);
        planned.lessons().answers().forEach(answer -> words.add(prompts.prompt(answer).tokens()));
        try (NDManager scratch = manager().newSubManager()) {
            NDArray known = network.features(words.array(scratch));
            known.attach(scratch);
            network.setAnswers(known);
        }
    }

    /** What is planned. */
    PlannedInstructions planned() {
        return planned;
    }

    /** What the model reads. */
    Prompts prompts() {
        return prompts;
    }

    /** What is asked after tasks. */
    Exam exam() {
        return exam;
    }

    /** What is asked inside tasks. */
    Exam quiz() {
        return quiz;
    }
}
