package org.palimpsest.results.board;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.palimpsest.results.Folders;
import org.palimpsest.results.metric.Metrics;
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
            {HEADER + "b,p,er,,,1,finished,0.5\nb,p,er,,,2,finished,high\n", "line 3: class_il.accuracy.final is 'high', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,one,finished,0.5\n", "line 2: seed is 'one', not a whole number"},
            {HEADER + "b,p,er,,,1.5,finished,0.5\n", "line 2: seed is '1.5', not a whole number from 0 on"},
            {HEADER + "b,p,er,,,-1,finished,0.5\n", "line 2: seed is '-1', not a whole number from 0 on"},
            {HEADER + "b,p,er,,,+1,finished,0.5\n", "line 2: seed is '+1', not a whole number from 0 on"},
            {HEADER + "b,p,er,,,\u0661,finished,0.5\n", "line 2: seed is '\u0661', not a whole number from 0 on"},
            {HEADER + "b,p,er,,,9223372036854775808,finished,0.5\n", "line 2: seed is '9223372036854775808', not a whole number from 0 on"},
            {HEADER + "b,p,er,,,1,finished,NaN\n", "line 2: class_il.accuracy.final is 'NaN', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,1,finished,2\n", "line 2: class_il.accuracy.final is '2', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,1,finished,-0.01\n", "line 2: class_il.accuracy.final is '-0.01', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,1,finished,\"0,5\"\n", "line 2: class_il.accuracy.final is '0,5', not a number"},
            {HEADER + "b,p,er,,,1,finished,1d\n", "line 2: class_il.accuracy.final is '1d', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,1,finished,0x1p-4\n", "line 2: class_il.accuracy.final is '0x1p-4', not a number from 0 to 1"},
            {HEADER + "b,p,er,,,1,finished, 1\n", "line 2: class_il.accuracy.final is ' 1', not a number from 0 to 1"},
            {(HEADER + "b,p,er,,,1,finished,0.5\nb,p,er,,,2,finished,0~5\n").replace(',', ';').replace('~', ','),
                "line 3: class_il.accuracy.final is '0,5', a decimal comma, while line 2 has the other one"},
            {HEADER + "b,p,er,,,1,foo,0.5\n", "line 2: status is 'foo', not one of running, finished, diverged, failed"},
            {HEADER + "b,p,er,,,1,,0.5\n", "line 2: status is '', not one of"},
            {HEADER + "b,p, ,,,1,finished,0.5\n", "line 2: method is ' ', a run has one"},
            {HEADER + "b,p,er,,,1,finished,0.5\n".repeat(2), "line 3: seed is '1', but that run of er stands in line 2 already"},
            {"train_seconds," + HEADER + "-1,b,p,er,,,1,finished,1\n", "line 2: train_seconds is '-1', not a number from 0 on"},
            {"elsewhere.score," + HEADER + "-Infinity,b,p,er,,,1,finished,1\n", "line 2: elsewhere.score is '-Infinity', not a finite number"},
            {HEADER.replace("seed", "seed,seed") + "b,p,er,,,1,1,finished,0.5\n", "line 1: the column 'seed' comes twice"},
            {HEADER + "b,p,er,,,1,finished,0.5,9\n", "line 2: 9 cells, the header has 8"},
            {HEADER + "b,p,er,,,1,finished\n", "line 2: 7 cells, the header has 8"},
            {HEADER + "b,p,er,,\"\nx\",1,finished,1\nb,p,er,,,2,finished,\"0.5\n", "line 4: damaged"},
            {HEADER.replace("seed", "sead") + "b,p,er,,,1,finished,0.5\n", "line 1: is no list of runs, column 'seed'"},
            {"", "line 1: the header is missing"},
        };
    }

    @Test(dataProvider = "damaged")
    public void damageIsNamedWithFileAndLine(String content, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), content);
        String message = expectThrows(RecordException.class, () -> LeaderboardRuns.read(file, Metrics.builtIn())).getMessage();
        assertTrue(message.startsWith(file + ": " + expected), message);
    }

    @Test
    public void aWrongSeedIsNoOtherOne() throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), HEADER + "b,p,er,,,0,finished,0.5\nb,p,er,,,x,finished,0.5\nb,p,er,,,y,finished,0.5\n");
        LeaderboardException damage = expectThrows(LeaderboardException.class, () -> LeaderboardRuns.read(file, Metrics.builtIn()));
        assertEquals(damage.faults().stream().map(LeaderboardException.Fault::value).toList(), List.of("x", "y"));
        assertEquals(LeaderboardRuns.bytes(Path.of("/")), 0, "a root has no name");
    }

    @Test
    public void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("a.csv");
        String message = expectThrows(RecordException.class, () -> LeaderboardRuns.read(file, Metrics.builtIn())).getMessage();
        assertEquals(message, folder.resolve("a.runs.csv") + ": cannot read: there is no such file");
    }

    @Test
    public void aFileSavedWithOtherLineEndsAndMoreColumnsIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), "mine," + HEADER + "x,b,p,er,,,1,finished,\n");
        assertEquals(LeaderboardRuns.read(file, Metrics.builtIn()).runs().get(0).values().size(), 0);
    }

    @Test
    public void allFaultsAreToldAtOnceButNotHundreds() throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (int seed = 0; seed < 30; seed++) {
            text.append("b,p,er,,,").append(seed).append(",foo,2\n");
        }
        Path file = Files.writeString(folder.resolve("a.runs.csv"), text);
        LeaderboardException damage = expectThrows(LeaderboardException.class, () -> LeaderboardRuns.read(file, Metrics.builtIn()));
        assertEquals(damage.faults().size(), 20);
        assertEquals(damage.faults().get(0), new LeaderboardException.Fault(2, "class_il.accuracy.final", "2", "not a number from 0 to 1"));
        assertEquals(damage.faults().get(1).column(), "status");
        assertTrue(damage.faults().get(19).reason().endsWith("; and 40 more"), damage.faults().toString());
    }

    /** What LibreOffice, Excel in several languages, Numbers and editors make of the same file. */
    @DataProvider
    Object[][] saved() {
        String text = HEADER + "b,p,er,\"a=1; b=2\",,1,finished,0.25\nb,p,er,\"a=1; b=2\",,2,finished,0.5\n";
        String semicolons = text.replace(",", ";").replace("0.", "0,");
        String quoted = text.replace("er,", "\"er\",").replace("0.25", "\"0.25\"");
        String wide = text.replace("\n", ",,\n");
        return new Object[][] {
            {text, StandardCharsets.UTF_8},
            {text.replace("\n", "\r\n"), StandardCharsets.UTF_8},
            {text.replace("\n", "\r"), StandardCharsets.UTF_8},
            {text.replace("\n", "\r\n") + "\r\n\r\n", StandardCharsets.UTF_8},
            {text.replace("\n", "\r\r\n"), StandardCharsets.UTF_8},
            {text.stripTrailing(), StandardCharsets.UTF_8},
            {"\uFEFF" + text, StandardCharsets.UTF_8},
            {"\uFEFF" + text.replace(",", "\t"), StandardCharsets.UTF_16LE},
            {"\uFEFF" + text, StandardCharsets.UTF_16BE},
            {semicolons, StandardCharsets.UTF_8},
            {"sep=;\r\n" + semicolons.replace("\n", "\r\n"), StandardCharsets.UTF_8},
            {quoted, StandardCharsets.UTF_8},
            {wide + ",,,,,,,,,\n", StandardCharsets.UTF_8},
        };
    }

    @Test(dataProvider = "saved")
    public void aFileThatASpreadsheetSavedIsReadAsBefore(String text, Charset charset) throws IOException {
        Path file = Files.write(folder.resolve("a.runs.csv"), text.getBytes(charset));
        LeaderboardRuns runs = LeaderboardRuns.read(file, Metrics.builtIn());
        assertEquals(runs.runs().size(), 2);
        LeaderboardRuns.Run last = runs.runs().get(1);
        assertEquals(last.benchmark() + last.protocol() + last.method(), "bper");
        assertEquals(last.options() + last.training() + last.seed() + last.status(), "a=1; b=22finished");
        assertEquals(last.values(), Map.of("class_il.accuracy.final", .5));
    }

    @Test
    public void linesAreCountedAsAnEditorCountsThem() throws IOException {
        Path file = Files.writeString(folder.resolve("a.runs.csv"), "sep=,\n" + HEADER + "\n\nb,p,er,,\"\nx\",1,finished,1\n\nb,p,er,,,2,finished,7\n");
        LeaderboardException damage = expectThrows(LeaderboardException.class, () -> LeaderboardRuns.read(file, Metrics.builtIn()));
        assertEquals(damage.faults().get(0).line(), 8);
    }
}
