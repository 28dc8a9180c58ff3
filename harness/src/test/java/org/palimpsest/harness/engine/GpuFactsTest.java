package org.palimpsest.harness.engine;

import static org.testng.Assert.assertEquals;
import static org.testng.Assert.assertFalse;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.palimpsest.harness.FolderTest;
import org.testng.annotations.Test;

public class GpuFactsTest extends FolderTest {
    private void show(String file, String text) throws IOException {
        Path path = folder().resolve("proc").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private GpuFacts facts() {
        return new GpuFacts(folder().resolve("proc"));
    }

    @Test
    public void modelDriverAndLibraryAreReadAsTheyAreShown() throws IOException {
        show("driver/nvidia/version", """
                NVRM version: NVIDIA UNIX x86_64 Kernel Module  570.86.15  Thu Jan 23 03:47:42 UTC 2025
                GCC version:  gcc version 11.4.0 (Ubuntu 11.4.0-1ubuntu1~22.04)
                """);
        show("driver/nvidia/gpus/0000:19:00.0/information", "Model: \t\t NVIDIA H200\nIRQ:   \t\t 17\nGPU UUID: \t GPU-1\n");
        show("driver/nvidia/gpus/0000:3b:00.0/information", "Model: \t\t NVIDIA H200\nIRQ:   \t\t 18\nGPU UUID: \t GPU-2\n");
        show("self/maps", """
                7f00-7f01 r-xp 00000000 fe:00 1 /opt/torch/lib/libtorch_cuda.so
                7f02-7f03 r-xp 00000000 fe:00 2 /opt/torch/lib/libcudnn_ops.so.9.7.1
                7f04-7f05 r-xp 00000000 fe:00 3 /opt/torch/lib/libcublas.so.12
                """);
        assertEquals(facts().name(), "NVIDIA H200");
        assertEquals(facts().driver(), "570.86.15");
        assertEquals(facts().cudnn(), "9.7.1");
        show("driver/nvidia/gpus/0000:5e:00.0/information", "Model: \t\t NVIDIA A100-SXM4-80GB\n");
        assertEquals(facts().name(), "NVIDIA A100-SXM4-80GB or NVIDIA H200", "which one it is cannot be told");
    }

    @Test
    public void theOpenDriverIsReadAsWell() throws IOException {
        show("driver/nvidia/version", "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.65.06  Release Build  (dvs-builder)\n");
        assertEquals(facts().driver(), "580.65.06");
    }

    @Test
    public void whereNothingIsShownNothingIsSaid() {
        assertEquals(facts().name() + facts().driver() + facts().cudnn(), "");
    }

    @Test
    public void aProcessorRoundsNoFactors() {
        try (NDManager manager = Machine.engine().newBaseManager()) {
            assertFalse(GpuFacts.roundsProducts(manager));
            assertFalse(GpuFacts.roundsConvolutions(manager));
        }
    }
}
