package org.palimpsest.datasets.disk.instructions;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DiskFolders;
import org.palimpsest.datasets.text.InstructionDataset;
import org.palimpsest.datasets.text.InstructionSet;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

/** The real collections. */
public class CollectionsOnDiskTest {
    /** Name, layout, sets as id, training and test examples, options, language; the edition and the digest. */
    @DataProvider
    public Object[][] collections() {
        return new Object[][] {
            {"superni", CollectionLayout.superNi(), "15 tasks, up to 1,000 and 100 examples", List.of(
                    "task002_quoref_answer_generation 1000 100 0 en", "task073_commonsenseqa_answer_generation 975 100 5 en",
                    "task1290_xsum_summarization 1000 100 0 en", "task1510_evalution_relation_extraction 1000 100 0 en",
                    "task1572_samsum_summary 160 20 0 en", "task1590_diplomacy_text_generation 126 16 0 en",
                    "task1687_sentiment140_classification 1000 100 2 en", "task1729_personachat_generate_next 1000 100 0 en",
                    "task181_outcome_extraction 338 43 0 en", "task363_sst2_polarity_classification 1000 100 2 en",
                    // six of the thousand have no answer
                    "task511_reddit_tifu_long_text_summarization 994 100 0 en", "task591_sciq_answer_generation 1000 100 0 en",
                    "task639_multi_woz_user_utterance_generation 142 18 0 en", "task748_glucose_reverse_cause_event_detection 1000 100 0 en",
                    "task875_emotion_classification 1000 100 6 en")},
            {"long-sequence", CollectionLayout.longSequence(), "10 sets", List.of("BoolQA 2000 3270 2 en", "CB 250 56 3 en", "COPA 400 100 2 en",
                    // 131 of the 7,600 have no label
                    "MNLI 3000 7469 3 en", "QQP 2000 7600 2 en", "RTE 2000 277 2 en", "SST-2 2000 872 2 en", "WiC 2000 638 2 en",
                    "agnews 4000 7600 4 en", "amazon 5000 7600 5 en")},
            {"trace", CollectionLayout.trace(), "7 sets, 500 and up to 100 examples", List.of("C-STANCE 500 100 3 zh", "FOMC 500 100 3 en", "Py150 500 100 0 ",
                    "ScienceQA 500 100 0 en", "NumGLUE-cm 500 81 0 en", "NumGLUE-ds 500 100 0 en", "20Minuten 500 100 0 de")},
        };
    }

    @Test(groups = "slow", dataProvider = "collections")
    public void holdWhatTheirAuthorsPublished(String name, CollectionLayout layout, String edition, List<String> sets) {
        try (DiskFolders folders = DiskFolders.real("instructions/" + name)) {
            DatasetState state = folders.state(layout, name);
            assertEquals(state.kind(), DatasetState.Kind.VERIFIED, state.detail());
            assertEquals(state.detail(), edition);
            InstructionDataset dataset = folders.instructions(layout, name);
            assertEquals(dataset.sets().stream().map(CollectionsOnDiskTest::words).toList(), sets);
            assertEquals(dataset.unverified(), Optional.empty());
            for (InstructionSet set : dataset.sets()) {
                // programs are the only ones that ask nothing in words
                assertEquals(Stream.of(set.train(), set.test()).flatMap(List::stream).filter(example -> example.instruction().isEmpty()).count(),
                        set.id().equals("Py150") ? 600 : 0, set.id());
            }
        }
    }

    private static String words(InstructionSet set) {
        return set.id() + " " + set.train().size() + " " + set.test().size() + " " + set.options().size() + " " + set.language();
    }

    @Test(groups = "slow")
    public void traceAsksInItsFirstLines() {
        try (DiskFolders folders = DiskFolders.real("instructions/trace")) {
            InstructionDataset trace = folders.instructions(CollectionLayout.trace(), "trace");
            assertEquals(trace.set("NumGLUE-cm").train().get(0).instruction(), "Solve the following math problem.\nQuestion:");
            assertEquals(trace.set("20Minuten").train().get(0).instruction(),
                    "Provide a simplified version of the following paragraph in German.\n\nParagraph:");
            assertTrue(trace.set("C-STANCE").test().get(0).instruction().startsWith("判断"), trace.set("C-STANCE").test().get(0).toString());
            assertEquals(trace.set("FOMC").options(), List.of("A", "B", "C"));
        }
    }
}
