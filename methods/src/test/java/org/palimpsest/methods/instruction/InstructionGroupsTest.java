package org.palimpsest.methods.instruction;

import static org.testng.Assert.assertEquals;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.palimpsest.harness.api.State;
import org.testng.annotations.Test;

/** Which tasks belong together. */
public class InstructionGroupsTest {
    private static final List<String> INTENT = List.of("Classify the intent of the customer's message.", "Which intent does the customer's message have?");
    private static final List<String> TOPIC = List.of("Name the topic of the news article.");
    private static final List<String> WORDS = List.of("Answer the question using a single word or phrase.");

    @Test
    public void tasksWhoseInstructionsAreAlikeShareAGroupAndOthersOpenOne() {
        InstructionGroups groups = new InstructionGroups(0.9);
        assertEquals(groups.join(WORDS), 0);
        assertEquals(groups.join(TOPIC), 1);
        assertEquals(groups.join(WORDS), 0);
        assertEquals(groups.join(INTENT), 2);
        assertEquals(groups.count(), 3);
        assertEquals(groups.nearest(TOPIC), 1);
        assertEquals(groups.nearest(List.of("Translate it.")), 3, "like none");
        assertEquals(groups.count(), 3);
    }

    /** Two wordings that are not very alike are, on average over all pairs, not alike enough to themselves. */
    @Test
    public void aTaskOfSeveralWordingsIsLessLikeItself() {
        Terms terms = new Terms();
        double mean = (1 + terms.of(INTENT.get(0)).similarity(terms.of(INTENT.get(1)))) / 2;
        InstructionGroups strict = new InstructionGroups(mean + 1e-9);
        assertEquals(List.of(strict.join(INTENT), strict.join(INTENT)), List.of(0, 1));
        InstructionGroups lenient = new InstructionGroups(mean - 1e-9);
        assertEquals(List.of(lenient.join(INTENT), lenient.join(INTENT)), List.of(0, 0));
    }

    @Test
    public void aGroupLearnsWordingsThatItHasNotSeen() {
        InstructionGroups groups = new InstructionGroups(0.3);
        groups.join(List.of(INTENT.get(0)));
        groups.join(INTENT);
        assertEquals(groups.instructions(0), INTENT);
    }

    @Test
    public void ofEquallyGoodGroupsTheFirstIsTaken() {
        InstructionGroups groups = new InstructionGroups(1.1);
        groups.join(TOPIC);
        groups.join(TOPIC);
        assertEquals(groups.similarities(TOPIC)[0], groups.similarities(TOPIC)[1]);
        InstructionGroups lower = new InstructionGroups(0);
        lower.join(TOPIC);
        assertEquals(lower.nearest(WORDS), 0, "a threshold of 0 lets all in");
        assertEquals(lower.nearest(List.of()), 0);
        assertEquals(new InstructionGroups(0).nearest(TOPIC), 0, "the first opens one whatever it is");
    }

    @Test
    public void aSnapshotHoldsTheWordingsOfEachGroup() throws IOException {
        InstructionGroups groups = new InstructionGroups(0.9);
        InstructionGroups others = new InstructionGroups(0.9);
        others.join(List.of("is overwritten"));
        copy(groups, others);
        assertEquals(others.count(), 0);
        groups.join(List.of("请回答\nin two lines", ""));
        groups.join(TOPIC);
        copy(groups, others);
        assertEquals(others.count(), 2);
        assertEquals(others.instructions(0), List.of("请回答\nin two lines", ""));
        assertEquals(others.instructions(1), TOPIC);
        assertEquals(others.similarities(TOPIC), groups.similarities(TOPIC));
    }

    private static void copy(InstructionGroups from, InstructionGroups to) throws IOException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            State state = new State(manager);
            from.save(state);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state.write(out);
            to.load(State.read(manager, new ByteArrayInputStream(out.toByteArray())));
        }
    }
}
