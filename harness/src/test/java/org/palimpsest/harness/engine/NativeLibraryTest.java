package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.palimpsest.harness.FolderTest;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Every way to name a library that the engine would not load is told; the engine itself falls silent. */
public class NativeLibraryTest extends FolderTest {
    private static final String TORCH = System.mapLibraryName("torch");
    private static final String CUDA = System.mapLibraryName("torch_cuda");
    private static final String BINDING = System.mapLibraryName("djl_torch");

    private Path cpu;
    private Path cuda;

    @BeforeMethod
    public void putLibraries() throws IOException {
        cpu = library("cpu", TORCH);
        cuda = library("cuda", TORCH, CUDA);
    }

    private Path library(String name, String... files) throws IOException {
        Path folder = Files.createDirectories(folder().resolve(name).resolve("lib"));
        for (String file : files) {
            Files.writeString(folder.resolve(file), "");
        }
        return folder;
    }

    private static NativeLibrary asked(Map<String, String> variables) {
        return new NativeLibrary(variables::get, "2.7.1", "0.36.0");
    }

    private static NativeLibrary asked(Object path, String flavour) {
        return asked(Map.of("PYTORCH_LIBRARY_PATH", path.toString(), "PYTORCH_FLAVOR", flavour));
    }

    @Test
    public void whatTheReadmeSaysAndWhatIsNotAskedForCanBeHad() throws IOException {
        assertEquals(asked(Map.of()).obstacles(), List.of());
        assertEquals(asked(Map.of("PYTORCH_LIBRARY_PATH", "", "PYTORCH_VERSION", "", "PYTORCH_FLAVOR", "")).obstacles(), List.of());
        assertEquals(asked(Map.of("PYTORCH_LIBRARY_PATH", cuda.toString(), "PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cu128")).obstacles(), List.of());
        assertEquals(asked(cpu, "cpu").obstacles(), List.of());
        assertEquals(asked("", "cpu").obstacles(), List.of());
        assertEquals(asked(cuda.resolve(TORCH), "cu128").obstacles(), List.of(), "the library itself may be named");
        assertEquals(asked("/nonexistent" + File.pathSeparator + cuda, "cu128").obstacles(), List.of(), "it is a list of folders");
        assertEquals(asked(library("own", TORCH, BINDING), "rocm").obstacles(), List.of(), "it brings its binding");
        assertEquals(asked(library("unpacked", TORCH, "0.36.0-" + BINDING), "").obstacles(), List.of());
    }

    @Test
    public void aFolderWithoutTheLibraryIsTold() {
        assertEquals(asked("/nonexistent", "cu128").obstacles(), List.of("PYTORCH_LIBRARY_PATH=/nonexistent: there is no such folder"));
        assertEquals(asked(folder(), "cu128").obstacles(), List.of("PYTORCH_LIBRARY_PATH=" + folder() + ": there is no " + TORCH + " in it"));
        assertEquals(asked(cuda.getParent(), "cu128").obstacles(), List.of("PYTORCH_LIBRARY_PATH=" + cuda.getParent() + ": there is no " + TORCH
                + " in it, but one in " + cuda));
        assertEquals(asked("a\0b", "cu128").obstacles().size(), 1);
    }

    @Test
    public void aLibraryForTheCpuIsNoneForCuda() {
        assertEquals(asked(cpu, "cu128").obstacles(), List.of("PYTORCH_LIBRARY_PATH=" + cpu + ": there is no " + CUDA
                + " in it: it is a library for the CPU, and PYTORCH_FLAVOR=cu128 asks for CUDA"));
        assertTrue(asked("", "cu128").obstacles().get(0).contains("set PYTORCH_LIBRARY_PATH to its folder"));
    }

    @Test
    public void aFlavourThatIsMissingOrUnknownIsTold() throws IOException {
        assertTrue(asked(cuda, "").obstacles().get(0).startsWith("PYTORCH_FLAVOR is not set"), asked(cuda, "").obstacles().toString());
        assertEquals(asked(cuda, "cu126").obstacles(), List.of("PYTORCH_FLAVOR=cu126: must be one of cpu, cu128"));
        assertEquals(asked(library("older", TORCH, CUDA, "0.35.0-" + BINDING), "cu126").obstacles().size(), 1, "a binding of another engine is none");
    }

    /** Another version would be fetched, or the record would say what is not true. */
    @Test
    public void anotherVersionIsTold() {
        for (String version : List.of("2.6.0", "2.7", "2.7.1+cu128")) {
            assertEquals(asked(Map.of("PYTORCH_VERSION", version)).obstacles(),
                    List.of("PYTORCH_VERSION=" + version + ": the engine is built for 2.7.1 and works with no other"));
        }
    }

    @Test
    public void everythingIsToldAtOnce() {
        assertEquals(asked(Map.of("PYTORCH_LIBRARY_PATH", "/nonexistent", "PYTORCH_VERSION", "1", "PYTORCH_FLAVOR", "cu11")).obstacles().size(), 3);
    }

    @Test
    public void theFactsSayWhatIsThere() {
        assertEquals(asked(Map.of()).facts(), Map.of("PYTORCH_LIBRARY_PATH", "not set", "PYTORCH_VERSION", "not set", "PYTORCH_FLAVOR", "not set"));
        assertEquals(asked(cpu, "cpu").facts().get("PYTORCH_LIBRARY_PATH"), cpu + " (" + TORCH + " is there, " + CUDA + " is not)");
        assertEquals(asked(cuda, "cu128").facts().get("PYTORCH_LIBRARY_PATH"), cuda + " (" + TORCH + " is there, " + CUDA + " is there)");
        assertEquals(asked("/nonexistent", "cu128").facts().get("PYTORCH_LIBRARY_PATH"), "/nonexistent (there is no such folder)");
        assertEquals(asked("/nonexistent", "cu128").facts().get("PYTORCH_FLAVOR"), "cu128");
    }
}
