package org.palimpsest.results.ledger;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.palimpsest.results.Folders;
import org.palimpsest.results.record.RecordException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

public class LedgerTest {
    private Path folder;
    private Path file;

    @BeforeMethod
    public void makeFolder() {
        folder = Folders.fresh();
        file = folder.resolve("reproduction").resolve("ledger.csv");
    }

    @AfterMethod(alwaysRun = true)
    public void cleanUp() throws IOException {
        Folders.delete(folder);
    }

    @Test
    public void writesWhatWasPublishedAndMeasured() throws IOException {
        Measurement measured = ReproductionTest.measured(4, 0.8, 0.02);
        ledger(Optional.of(measured), "").write(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(lines.get(0), "name,tier,source,protocol,metric,published,published_sd,published_n,measured,"
                + "sd,low,high,n,seeds,diverged,failed,margin,verdict,scaled,note,command,commit,digest");
        assertEquals(lines.get(1).replaceAll("0\\.7764663\\d+", "LOW").replaceAll("0\\.8235336\\d+", "HIGH"),
                "a-value,smoke,a paper,\"some, \"\"quoted\"\" words\",class_il.accuracy.final,0.8,0.01,5,0.8,0.02,LOW,HIGH,4,0 1 2 3,0,0,"
                        + "0.03,reproduced,,a note,./palimpsest run x,c0ffee,p0123456789ab");
        assertEquals(lines.size(), 2);
    }

    @Test
    public void whatIsReadBackIsWrittenWithTheSameBytes() throws IOException {
        Measurement measured = new Measurement(List.of(0L, 7L, 9L), OptionalDouble.of(2.0 / 3),
                OptionalDouble.of(Math.sqrt(2) / 100), 1, 2, "c");
        ledger(Optional.of(measured), "").write(file);
        byte[] first = Files.readAllBytes(file);
        Optional<Measurement> again = Ledger.earlier(file).apply(ReproductionTest.target(4));
        assertEquals(again, Optional.of(measured));
        ledger(again, "").write(file);
        assertEquals(Files.readAllBytes(file), first);
    }

    @Test
    public void aLineOfAnotherProtocolIsNotKept() {
        ledger(Optional.of(ReproductionTest.measured(4, 0.8, 0.02)), "").write(file);
        Target same = ReproductionTest.target(4);
        Target other = new Target(same.name(), "hour", same.source(), same.protocol(), same.metric(), 0.5,
                OptionalDouble.empty(), OptionalInt.empty(), same.margin(), same.seeds(), "", "", "", "fedcba9876543210");
        assertTrue(Ledger.earlier(file).apply(other).isEmpty());
    }

    @Test
    public void whatWasNotRunSaysWhyAndHasNoNumbers() throws IOException {
        ledger(Optional.empty(), "not in this build: method x").write(file);
        String text = Files.readString(file);
        assertTrue(text.contains(",0.8,0.01,5,,,,,,,,,0.03,not run,,not in this build: method x; a note,"), text);
        assertTrue(Ledger.earlier(file).apply(ReproductionTest.target(4)).isEmpty());
        assertTrue(ledger(Optional.empty(), "not in this build: method x").text(false).endsWith("a-value: not in this build: method x\n"));
    }

    @Test
    public void tellsWhatDiverged() {
        Measurement measured = new Measurement(List.of(1L, 2L), OptionalDouble.of(0.8), OptionalDouble.of(0.1), 2, 1, "c");
        assertTrue(ledger(Optional.of(measured), "").text(false).endsWith("a-value: 2 diverged, 1 failed\n"));
    }

    @Test
    public void noLedgerYetIsEmpty() {
        assertTrue(Ledger.earlier(file).apply(ReproductionTest.target(4)).isEmpty());
    }

    @Test
    public void damageIsNamed() throws IOException {
        ledger(Optional.of(ReproductionTest.measured(4, 0.8, 0.02)), "").write(file);
        String text = Files.readString(file);
        Files.writeString(file, text.replace(",0 1 2 3,", ",0 1 x 3,"));
        String message = expectThrows(RecordException.class, () -> Ledger.earlier(file)).getMessage();
        assertTrue(message.contains("ledger.csv") && message.contains("2") && message.contains("x"), message);
        Files.writeString(file, text.replace(",margin,", ",margn,"));
        message = expectThrows(RecordException.class, () -> Ledger.earlier(file)).getMessage();
        assertTrue(message.contains("'margin'"), message);
    }

    private static Ledger ledger(Optional<Measurement> measured, String reason) {
        return new Ledger(List.of(new Ledger.Line(ReproductionTest.target(4), measured, reason)));
    }
}
