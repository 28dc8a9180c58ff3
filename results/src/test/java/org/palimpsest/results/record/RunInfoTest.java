package org.palimpsest.results.record;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;
import static org.testng.Assert.assertThrows;
import static org.testng.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.palimpsest.results.Examples;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

public class RunInfoTest {
    @Test
    public void survivesJson() throws IOException {
        RunInfo running = Examples.info("er", 1);
        RunInfo diverged = Examples.ended(running, RunStatus.DIVERGED);
        assertEquals(read(Json.pretty(running)), running);
        assertEquals(read(Json.pretty(diverged)), diverged);
        RunInfo based = running.withBase(new BaseUse("ab", true, "quickstart/ncm/1-00", "c0"));
        assertEquals(read(Json.pretty(based)), based);
    }

    @Test
    public void jsonHasLowerCaseStatusAndNoEmptyOptionals() {
        String json = Json.pretty(Examples.info("er", 1));
        assertTrue(json.startsWith("{\n  \"format\" : 1,\n  \"id\" : {\n    \"benchmark\" : \"quickstart\""), json);
        assertTrue(json.contains("\"status\" : \"running\""), json);
        assertFalse(json.contains("message") || json.contains("stopPoint") || json.contains("null"), json);
    }

    @Test
    public void keysOfLaterVersionsAreIgnored() throws IOException {
        RunInfo info = Examples.info("er", 1);
        String json = Json.pretty(info)
                .replaceFirst("\\{", "{ \"plasticity\" : [1],")
                .replaceFirst("\"cpu\" :", "\"tpu\" : 1, \"cpu\" :");
        assertEquals(read(json), info);
    }

    @Test
    public void whatEarlierVersionsDidNotRecordIsNothing() throws IOException {
        RunInfo info = Examples.info("er", 1).toBuilder().gauges(List.of("units.dead")).build();
        String json = Json.pretty(info);
        String older = json.replaceFirst(",\\s*\"gaugeSeconds\" : 0.75", "").replaceFirst(",\\s*\"gauges\" : \\[[^]]*\\]", "")
                .replaceAll("\\s*\"(for|back)wardFlops\" : \\d+,", "").replaceFirst(",\\s*\"peakDeviceBytes\" : 0", "");
        assertFalse(older.contains("auge") || older.contains("Flops") || older.contains("Device"), older);
        assertEquals(read(older).cost(), new Cost(300, 6000, 0, 0, 156800, 1 << 28, 0));
        assertEquals(read(json).gauges(), List.of("units.dead"));
        assertEquals(read(json).timings().gaugeSeconds(), 0.75);
        assertEquals(read(older).gauges(), List.of());
        assertEquals(read(older).timings().gaugeSeconds(), 0.0);
        assertEquals(read(older).timings().totalSeconds(), 6.0);
    }

    @Test
    public void aGpuIsWrittenOnlyWhereThereIsOne() throws IOException {
        RunInfo without = Examples.info("er", 1);
        assertFalse(Json.pretty(without).contains("gpu"));
        Environment cpu = without.environment();
        RunInfo with = without.withEnvironment(new Environment(cpu.harnessVersion(), cpu.commit(), cpu.dirty(), cpu.engine(), cpu.blas(), cpu.threads(),
                "cuda:0", cpu.java(), cpu.os(), cpu.cpu(), Optional.of(new Gpu("NVIDIA H200", "90", "570.86.15", "12.8", "9", false, true, false))));
        assertTrue(Json.pretty(with).contains("\"gpu\" : {\n      \"name\" : \"NVIDIA H200\",\n"), Json.pretty(with));
        assertEquals(read(Json.pretty(with)), with);
    }

    @Test
    public void othersAtWorkAreWrittenOnlyWhereThereWereSome() throws IOException {
        RunInfo alone = Examples.info("er", 1);
        assertFalse(Json.pretty(alone).contains("workers"));
        RunInfo beside = alone.withEnvironment(alone.environment().withWorkers(OptionalInt.of(3)));
        assertTrue(Json.pretty(beside).contains("\"workers\" : 3"), Json.pretty(beside));
        assertEquals(read(Json.pretty(beside)), beside);
    }

    @Test
    public void plugInsAreWrittenOnlyWhereThereAreSome() throws IOException {
        RunInfo without = Examples.info("er", 1);
        assertFalse(Json.pretty(without).contains("plugins"));
        RunInfo with = without.toBuilder().plugins(List.of(new PluginInfo("er-smooth.jar", "ab".repeat(32)))).build();
        assertTrue(Json.pretty(with).contains("\"plugins\" : [ {\n    \"jar\" : \"er-smooth.jar\""), Json.pretty(with));
        assertEquals(read(Json.pretty(with)), with);
        assertEquals(read(Json.pretty(without)), without);
    }

    @Test
    public void aRunWithoutAProtocolIsNone() {
        RunInfo run = Examples.info("er", 1);
        assertThrows(IllegalArgumentException.class, () -> RunInfo.started(run.id(), 3, run.stream(), run.environment()).build());
    }

    @Test
    public void optionsKeepTheirOrder() throws IOException {
        assertEquals(read(Json.pretty(Examples.info("er", 1))).training().keySet().toString(), "[optimizer, lr]");
    }

    @DataProvider
    Object[][] badNames() {
        return new Object[][] {{"../er"}, {".."}, {""}, {"a/b"}, {".hidden"}, {"er ace"}};
    }

    @Test(dataProvider = "badNames")
    public void namesThatCannotBeFoldersAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new RunId("quickstart", name, 1, "0123456789ab"));
        assertThrows(IllegalArgumentException.class, () -> new RunId(name, "er", 1, "0123456789ab"));
    }

    @Test
    public void aRunIsNamedByTheFirstTwelveDigits() {
        RunId id = new RunId("quickstart", "er-ace+adab2n", -4, "0123456789abcdef");
        assertEquals(id.relativePath(), Path.of("quickstart/er-ace+adab2n/-4-0123456789ab"));
        assertEquals(id, new RunId("quickstart", "er-ace+adab2n", -4, "0123456789ab"));
        assertThrows(IllegalArgumentException.class, () -> new RunId("quickstart", "er", 1, "0123"));
    }

    private static RunInfo read(String json) throws IOException {
        return Json.read(json.getBytes(StandardCharsets.UTF_8), RunInfo.class);
    }
}
