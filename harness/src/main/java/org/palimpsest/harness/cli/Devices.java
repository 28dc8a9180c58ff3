package org.palimpsest.harness.cli;

import ai.djl.Device;
import ai.djl.engine.StandardCapabilities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.engine.Machine;
import org.palimpsest.harness.engine.NativeLibrary;

/** {@code --device auto|cpu|cuda:N}. */
final class Devices {
    private static final String DOCTOR = "; 'palimpsest doctor' says how to set one up";

    private final NativeLibrary library;
    private final IntSupplier usable;
    private final boolean gpu;

    /**
     * Devices to choose from.
     *
     * @param library what the environment asks for
     * @param usable how many GPUs the engine can use; asking loads it
     * @param gpu whether the machine has an NVIDIA GPU, usable or not
     */
    Devices(NativeLibrary library, IntSupplier usable, boolean gpu) {
        this.library = library;
        this.usable = usable;
        this.gpu = gpu;
    }

    /** Those of this machine. */
    static Devices here() {
        return new Devices(NativeLibrary.asked(), Devices::usable, Files.exists(Path.of("/proc/driver/nvidia/version")));
    }

    /** GPUs that CUDA sees, if the engine's library is one for them. */
    static int usable() {
        return Machine.engine().hasCapability(StandardCapabilities.CUDA) ? Machine.engine().getGpuCount() : 0;
    }

    /**
     * The device that is asked for.
     *
     * @param warnings told what may not be meant
     * @throws EnvironmentException if it, or the library that the environment asks for, is not there
     */
    Device choose(String word, Consumer<String> warnings) {
        if (!word.matches("auto|cpu|cuda|cuda:\\d{1,3}")) {
            throw new InvalidInputException(List.of(new Problem("command line", "--device", word, "must be auto, cpu or cuda:N")));
        }
        checkLibrary();
        if (word.equals("cpu")) {
            return Device.cpu();
        }
        int available = usable.getAsInt();
        if (word.equals("auto")) {
            if (available == 0 && library.cuda()) {
                throw new EnvironmentException("--device auto: the engine's library is for CUDA, as the environment asks, but CUDA sees no device; "
                        + "--device cpu computes without one" + DOCTOR, null);
            }
            if (available == 0 && gpu) {
                warnings.accept("this machine has an NVIDIA GPU, but the engine's library is for the CPU, which computes; --device cpu says that it is meant"
                        + DOCTOR);
            }
            return available > 0 ? Device.gpu(0) : Device.cpu();
        }
        int number = word.equals("cuda") ? 0 : Integer.parseInt(word.substring(5));
        if (number < available) {
            return Device.gpu(number);
        }
        throw new EnvironmentException("--device " + word + ": the engine sees " + available + " CUDA device(s)" + DOCTOR, null);
    }

    /** Whether {@link #choose} may come to a GPU; the engine is not asked. */
    boolean mayBeGpu(String word) {
        return !word.equals("cpu") && (gpu || library.cuda());
    }

    /**
     * Makes sure that what is computed is computed with the library that the environment asks for.
     *
     * @throws EnvironmentException if it cannot be loaded
     */
    void checkLibrary() {
        List<String> obstacles = library.obstacles();
        if (!obstacles.isEmpty()) {
            throw new EnvironmentException(String.join("; ", obstacles)
                    + ". Without these variables the engine computes on the CPU; 'palimpsest doctor' shows what is there", null);
        }
    }
}
