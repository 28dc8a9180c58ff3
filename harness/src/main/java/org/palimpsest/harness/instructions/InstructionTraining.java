package org.palimpsest.harness.instructions;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.palimpsest.datasets.text.InstructionExample;
import org.palimpsest.harness.api.Examples;
import org.palimpsest.harness.api.Randomness;
import org.palimpsest.harness.api.Rows;
import org.palimpsest.harness.api.TaskData;
import org.palimpsest.harness.api.TaskOfClass;
import org.palimpsest.harness.supervised.TrainingData;

/** Gives a learner what the tasks of a stream teach, from one array of all their examples on the device. */
final class InstructionTraining implements TrainingData {
    private final Lessons lessons;
    private final boolean written;
    private final int batch;
    private final Randomness random;
    private final Rows rows;
    private final int[] lengths;
    private final int[] labels;
    private final int[] starts; // of each task among the rows, and the end

    /**
     * The examples of all tasks.
     *
     * @param batch examples of a batch, which are of about the same length
     */
    InstructionTraining(Lessons lessons, Prompts prompts, int batch, Randomness random, NDManager manager) {
        this.lessons = lessons;
        this.batch = batch;
        this.random = random;
        written = prompts.written();
        TokenRows gathered = new TokenRows(prompts.tokenizer().padding(), written);
        IntStream.Builder numbers = IntStream.builder();
        starts = new int[lessons.tasks().size() + 1];
        for (int task = 0; task < lessons.tasks().size(); task++) {
            List<InstructionExample> examples = lessons.tasks().get(task).train();
            for (InstructionExample example : examples) {
                gathered.add(prompts.prompt(example).tokens(), written ? prompts.answer(example) : new int[0]);
                numbers.add(written ? task : lessons.number(example.answer()));
            }
            starts[task + 1] = starts[task] + examples.size();
        }
        rows = new Rows(gathered.array(manager));
        lengths = gathered.lengths();
        labels = numbers.build().toArray();
    }

    @Override
    public int size(int task) {
        return unionSize(task + 1) - unionSize(task);
    }

    @Override
    public int unionSize(int count) {
        return starts[count];
    }

    @Override
    public TaskOfClass taskOfClass() {
        int tasks = lessons.tasks().size();
        if (written) {
            return new TaskOfClass(IntStream.range(0, tasks).toArray());
        }
        int[] taskOf = new int[lessons.answers().size()];
        for (int task = 0; task < tasks; task++) {
            for (int answer : lessons.options(task)) {
                taskOf[answer] = task;
            }
        }
        return new TaskOfClass(taskOf);
    }

    @Override
    public TaskData task(int task, NDManager manager) {
        return data(task, starts[task], starts[task + 1]);
    }

    @Override
    public TaskData union(int index, int count, NDManager manager) {
        return data(index, 0, starts[count]);
    }

    private TaskData data(int index, int from, int to) {
        int[] own = Arrays.copyOfRange(labels, from, to);
        int[] classes = Arrays.stream(own).distinct().sorted().toArray();
        int[] ownLengths = Arrays.copyOfRange(lengths, from, to);
        return new TaskData(index, classes, new Examples(rows, IntStream.range(from, to).toArray(), own),
                epoch -> Buckets.order(ownLengths, batch, random, index, epoch));
    }
}
