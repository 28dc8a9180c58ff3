package org.palimpsest.harness.cli;

import ai.djl.Device;
import ai.djl.pytorch.jni.JniUtils;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.palimpsest.datasets.DatasetName;
import org.palimpsest.datasets.DatasetSource;
import org.palimpsest.datasets.DatasetState;
import org.palimpsest.datasets.disk.DataFolders;
import org.palimpsest.harness.config.Datasets;
import org.palimpsest.harness.control.Consoles;
import org.palimpsest.harness.engine.GpuFacts;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.NativeLibrary;
import org.palimpsest.harness.plugins.Plugins;
import org.palimpsest.results.record.Gpu;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what this machine offers, what is missing and how to get it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Checks Java, the engine, devices, threads, memory and data folders.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ResultsOptions results;

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "print as JSON")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("harness", Machine.version());
        facts.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version") + " (" + System.getProperty("java.home") + ")");
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                + " processors, " + Machine.cpu());
        facts.put("java memory", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB at most");
        boolean healthy = engine(facts);
        folders(facts);
        if (json) {
            Json.print(facts, out);
        } else {
            int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
            facts.forEach((key, value) -> out.println(key + " ".repeat(width - key.length()) + "  " + value));
        }
        out.flush();
        return healthy ? Exit.OK : Exit.ENVIRONMENT;
    }

    private static boolean engine(Map<String, String> facts) {
        NativeLibrary library = NativeLibrary.asked();
        facts.putAll(library.facts());
        List<String> obstacles = library.obstacles();
        if (!obstacles.isEmpty()) {
            facts.put("to be mended", String.join("; ", obstacles));
        }
        try {
            facts.put("engine", "PyTorch " + Machine.engine().getVersion());
            facts.put("library", library.loaded());
            facts.put("blas", Machine.blas());
            facts.put("engine threads", JniUtils.getNumThreads() + " by default; each benchmark sets its own");
            facts.put("gpu", gpu(Devices.usable(), library, obstacles.isEmpty()));
            return obstacles.isEmpty();
        } catch (RuntimeException | LinkageError e) {
            facts.put("engine", "cannot be loaded: " + Faults.causes(e) + (obstacles.isEmpty() ? hint() : ""));
            return false;
        }
    }

    private static String hint() {
        return "; the native library is unpacked to ~/.djl.ai: is that folder writable, and is there space?";
    }

    private static String gpu(int usable, NativeLibrary library, boolean sound) {
        return usable > 0 ? usable + " CUDA device(s): --device cuda:0; " + words(GpuFacts.of(Device.gpu(0)))
                : sound && library.cuda() ? "none seen by CUDA: is there a driver (nvidia-smi), and does CUDA_VISIBLE_DEVICES hide none?"
                : "none seen. With an NVIDIA GPU: set PYTORCH_LIBRARY_PATH to the lib folder of libtorch " + library.version()
                + " for CUDA 12.8 (for instance torch/lib of a Python installation), PYTORCH_VERSION=" + library.version()
                + " and PYTORCH_FLAVOR=cu128, and start again";
    }

    private static String words(Gpu gpu) {
        return Stream.of(gpu.name(), "compute capability " + gpu.computeCapability(), "driver " + gpu.driver(), "CUDA " + gpu.cuda(), "cuDNN " + gpu.cudnn(),
                        "TF32 in " + (gpu.tf32Products() ? "matrix products" : "no matrix product") + " and "
                                + (gpu.tf32Convolutions() ? "convolutions" : "no convolution"),
                        gpu.cudnnBenchmark() ? "cuDNN tries out algorithms" : "cuDNN chooses algorithms by rule")
                .filter(words -> !words.isBlank() && !words.endsWith(" ")).collect(Collectors.joining(", "));
    }

    private static String state(DatasetSource source) {
        if (source.card().family()) {
            return "name one: " + source.card().name() + ":NAME";
        }
        DatasetState state = source.state(DatasetName.parse(source.card().name()));
        return state.kind().words() + (state.where().isEmpty() ? "" : ", " + state.where());
    }

    private void folders(Map<String, String> facts) {
        Path folder = results.folder().toAbsolutePath().normalize();
        Path existing = folder;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        facts.put("results", folder + (existing != null && Files.isWritable(existing) ? " (writable)" : " (NOT writable: give another with --results)"));
        Path plugins = CommonOptions.home().resolve("plugins").toAbsolutePath().normalize();
        facts.put("plug-ins", plugins + (Files.isDirectory(plugins) ? "" : " (not there; make it and put jars into it)"));
        Consoles.states(common.injector().getInstance(Plugins.class)).forEach((name, state) -> facts.put("console " + name, state));
        DataFolders data = common.injector().getInstance(DataFolders.class);
        facts.put("data folders", data.search().isEmpty() ? "none named; --data and PALIMPSEST_DATA name folders with data sets that are not embedded"
                : data.search().stream().map(Path::toString).collect(Collectors.joining(", ")));
        facts.put("data cache", data.cache().toString());
        common.injector().getInstance(Datasets.class).catalogue().sources().forEach(source ->
                facts.put("data " + source.card().name(), source.card().embedded() ? "embedded, ready" : state(source)));
    }
}
