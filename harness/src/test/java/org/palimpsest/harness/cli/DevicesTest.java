package org.palimpsest.harness.cli;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;
import static org.testng.Assert.expectThrows;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.harness.FolderTest;
import org.palimpsest.harness.engine.NativeLibrary;
import org.testng.annotations.Test;

/** Nothing is computed on another device than the one that is meant without a word. */
public class DevicesTest extends FolderTest {
    private final List<String> warnings = new ArrayList<>();

    private static NativeLibrary library(Map<String, String> variables) {
        return new NativeLibrary(variables::get, "2.7.1", "0.36.0");
    }

    private Device choose(Map<String, String> variables, int usable, boolean gpu, String word) {
        warnings.clear();
        return new Devices(library(variables), () -> usable, gpu).choose(word, warnings::add);
    }

    private String refused(Map<String, String> variables, int usable, String word) {
        return expectThrows(EnvironmentException.class, () -> choose(variables, usable, true, word)).getMessage();
    }

    private Map<String, String> cuda() throws IOException {
        Path folder = Files.createDirectories(folder().resolve("lib"));
        for (String name : List.of("torch", "torch_cuda")) {
            Files.writeString(folder.resolve(System.mapLibraryName(name)), "");
        }
        return Map.of("PYTORCH_LIBRARY_PATH", folder.toString(), "PYTORCH_FLAVOR", "cu128");
    }

    @Test
    public void withoutAGpuTheCpuComputes() {
        assertEquals(choose(Map.of(), 0, false, "auto"), Device.cpu());
        assertEquals(choose(Map.of(), 0, false, "cpu"), Device.cpu());
        assertEquals(warnings, List.of());
    }

    @Test
    public void aGpuThatCanBeUsedIs() throws IOException {
        assertEquals(choose(cuda(), 2, true, "auto"), Device.gpu(0));
        assertEquals(choose(cuda(), 2, true, "cuda"), Device.gpu(0));
        assertEquals(choose(cuda(), 2, true, "cuda:1"), Device.gpu(1));
        assertEquals(choose(cuda(), 2, true, "cpu"), Device.cpu());
        assertEquals(warnings, List.of());
    }

    @Test
    public void aGpuThatIsNotThereIsRefused() throws IOException {
        assertTrue(refused(Map.of(), 0, "cuda:0").startsWith("--device cuda:0: the engine sees 0 CUDA device(s)"));
        assertTrue(refused(cuda(), 2, "cuda:2").startsWith("--device cuda:2: the engine sees 2 CUDA device(s)"));
        String auto = refused(cuda(), 0, "auto");
        assertTrue(auto.startsWith("--device auto: ") && auto.contains("--device cpu"), auto);
        assertEquals(choose(cuda(), 0, true, "cpu"), Device.cpu());
    }

    @Test
    public void aLibraryThatCannotBeLoadedIsRefusedWhateverTheDevice() {
        for (String word : List.of("auto", "cpu", "cuda:0")) {
            String told = refused(Map.of("PYTORCH_LIBRARY_PATH", "/nonexistent"), 0, word);
            assertTrue(told.startsWith("PYTORCH_LIBRARY_PATH=/nonexistent: there is no such folder") && told.lines().count() == 1, told);
        }
    }

    @Test
    public void aGpuThatIsLeftAloneIsTold() {
        assertEquals(choose(Map.of(), 0, true, "auto"), Device.cpu());
        assertEquals(warnings.size(), 1);
        assertTrue(warnings.get(0).contains("NVIDIA GPU"), warnings.toString());
        choose(Map.of(), 0, true, "cpu");
        assertEquals(warnings, List.of(), "it is meant");
    }

    @Test
    public void anotherWordIsWrongInput() {
        for (String word : List.of("gpu", "cuda:", "cuda:-1", "cuda:1000", "", "CPU")) {
            expectThrows(InvalidInputException.class, () -> choose(Map.of("PYTORCH_LIBRARY_PATH", "/nonexistent"), 0, false, word));
        }
    }
}
