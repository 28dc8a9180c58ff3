package org.palimpsest.harness.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.palimpsest.results.record.Environment;

/** What the run runs on: the engine, its threads, the machine and the code. */
public final class Machine {
    private static final String FILES = "inactive_file "; // pages of files, which the system takes back when it needs them
    /** The property of a process that makes runs beside others: how many there are. */
    public static final String WORKERS = "palimpsest.workers";

    private static final Properties CODE = code();
    /** What was in use on each GPU before this process took anything. */
    private static final Map<Device, Long> DEVICE_BYTES_BEFORE = new ConcurrentHashMap<>();

    private Machine() {}

    private static Properties code() {
        Properties properties = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream("/palimpsest/code.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new IllegalStateException("palimpsest/code.properties cannot be read", e);
        }
        return properties;
    }

    /** The PyTorch engine, loaded on the first call. */
    public static Engine engine() {
        return Engine.getEngine("PyTorch");
    }

    /** Sets the number of threads of every operation from now on. */
    public static void threads(int threads) {
        engine();
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    /** Version of the harness. */
    public static String version() {
        return CODE.getProperty("git.build.version", "unknown");
    }

    /** The commit that the harness was built from, in twelve digits, and whether there were changes beside it. */
    public static String commit() {
        String commit = CODE.getProperty("git.commit.id.full", "unknown");
        return commit.substring(0, Math.min(12, commit.length())) + (Boolean.parseBoolean(CODE.getProperty("git.dirty", "false")) ? " and changes" : "");
    }

    /** This machine, with one of its devices. */
    static Host on(Device device) {
        if (device.isGpu()) {
            DEVICE_BYTES_BEFORE.computeIfAbsent(device, Machine::usedBytes);
        }
        return new Host() {
            @Override
            public Environment environment() {
                return describe(device);
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void seed(int seed) {
                engine().setRandomSeed(seed);
            }

            @Override
            public long peakResidentBytes() {
                return Machine.peakResidentBytes();
            }

            @Override
            public void awaitDevice() {
                if (device.isGpu()) {
                    try (NDManager scratch = engine().newBaseManager(device)) {
                        scratch.create(0f).getFloat(); // a copy back to the host is made when all before it is done
                    }
                }
            }

            @Override
            public long deviceBytes() {
                return device.isGpu() ? Math.max(0, usedBytes(device) - DEVICE_BYTES_BEFORE.get(device)) : 0;
            }
        };
    }

    /** Provenance of a run. */
    public static Environment describe(Device device) {
        return new Environment(
                version(),
                CODE.getProperty("git.commit.id.full", "unknown"),
                Boolean.parseBoolean(CODE.getProperty("git.dirty", "false")),
                "PyTorch " + engine().getVersion(),
                blas(),
                JniUtils.getNumThreads(),
                device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu",
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"),
                cpu(),
                device.isGpu() ? Optional.of(GpuFacts.of(device)) : Optional.empty())
                .withWorkers(IntStream.of(Integer.getInteger(WORKERS, 1)).filter(count -> count > 1).findFirst());
    }

    /** The linear-algebra libraries that the engine was built with. */
    public static String blas() {
        engine();
        Set<String> features = JniUtils.getFeatures();
        return Stream.of("MKL", "MKLDNN", "OPENBLAS", "ACCELERATE", "CUDA", "CUDNN").filter(features::contains).reduce((a, b) -> a + "+" + b)
                .orElse("none named");
    }

    /** Name of the processor. */
    public static String cpu() {
        return field("/proc/cpuinfo", "model name").orElseGet(() -> System.getProperty("os.arch"));
    }

    /** Largest resident memory of this process since {@link #resetPeak}, in bytes; 0 where the system does not tell. */
    public static long peakResidentBytes() {
        return kilobytes("VmHWM");
    }

    /** Resident memory of this process now, in bytes; 0 where the system does not tell. */
    public static long residentBytes() {
        return kilobytes("VmRSS");
    }

    /**
     * Memory in use on a GPU, in bytes, by whomever; 0 where the CUDA runtime cannot be asked. The engine keeps device memory that it once
     * took, so that its own share of this only grows.
     */
    private static long usedBytes(Device device) {
        return CudaUtils.hasCuda() ? CudaUtils.getGpuMemory(device).getUsed() : 0;
    }

    /** Memory of this machine, or as much of it as the container may have, in bytes. */
    public static long memoryBytes() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /** Memory that can still be had, on this machine and in this container, in bytes; what is unknown does not limit it. */
    public static long availableBytes() {
        long machine = field("/proc/meminfo", "MemAvailable").map(value -> Long.parseLong(value.substring(0, value.indexOf(' '))) * 1024)
                .orElseGet(() -> ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getFreeMemorySize());
        long inContainer = field("/sys/fs/cgroup/memory.max", "").filter(limit -> limit.matches("\\d{1,18}")).map(limit -> Long.parseLong(limit)
                - field("/sys/fs/cgroup/memory.current", "").map(Long::parseLong).orElse(0L)
                + field("/sys/fs/cgroup/memory.stat", FILES).map(line -> Long.parseLong(line.substring(FILES.length()))).orElse(0L)).orElse(Long.MAX_VALUE);
        return Math.min(machine, inContainer);
    }

    private static long kilobytes(String key) {
        return field("/proc/self/status", key).map(value -> Long.parseLong(value.substring(0, value.indexOf(' '))) * 1024).orElse(0L);
    }

    /** Starts a new peak, where the system lets a process do so. */
    public static void resetPeak() {
        Path file = Path.of("/proc/self/clear_refs");
        if (Files.isWritable(file)) {
            try {
                Files.writeString(file, "5");
            } catch (IOException e) {
                // some containers forbid it: the peak is then that of the whole process
            }
        }
    }

    private static Optional<String> field(String file, String key) {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith(key)) {
                line = lines.readLine();
            }
            return Optional.ofNullable(line).map(l -> l.substring(l.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
