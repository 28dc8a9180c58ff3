package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.results.Folders;
import org.palimpsest.results.record.RecordException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class LeaderboardRunsTest {
    private static final String HEADER =
            "benchmark,protocol,method,options,training,seed,status,class_il.accuracy.final\n";

    private Path folder;

    @BeforeMethod
    void makeFolder() {
        folder = Folders.fresh();
    }

    @AfterMethod(alwaysRun = true)
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @DataProvider
    Object[][] damaged() {
        return new Object[][] {
            {HEADER + "b,p,er,,,1,finished,0.5\nb,p,er,,,2,finished,high\n", "line 3: class_il.accuracy.final is 'high'"},
            {HEADER + "b,p,er,,,one,finished,0.5\n", "line 2: seed is 'one'"},
            {HEADER + "b,p,er,,,1,finished\n", "line 2: 7 cells, the header has 8"},
            {HEADER + "b,p,er,,\"\nx\",1,finished,1\nb,p,er,,,2,finished,\"0.5\n", "line 4: damaged"},
            {HEADER.replace("seed", "sead") + "b,p,er,,,1,finished,0.5\n", "line 1: is no list of runs, column 'seed'"},
            {"", "line 1: the header is missing"},
        };
    }

    @Test(dataProvider = "damaged")
    public void damageIsNamedWithFileAndLine(String content, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), content);
        String message = expectThrows(RecordException.class, () -> LeaderboardRuns.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": " + expected), message);
    }

    @Test
    public void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("a.csv");
        String message = expectThrows(RecordException.class, () -> LeaderboardRuns.read(file)).getMessage();
        assertEquals(message, folder.resolve("a.runs.csv") + ": cannot read: there is no such file");
    }

    @Test
    public void aFileSavedWithOtherLineEndsAndMoreColumnsIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), "mine," + HEADER + "x,b,p,er,,,1,finished,\n");
        assertEquals(LeaderboardRuns.read(file).runs().get(0).values().size(), 0);
    }
}
