package org.palimpsest.harness.cli;

import ai.djl.Device;
import java.util.List;
import org.palimpsest.datasets.InvalidInputException;
import org.palimpsest.datasets.Problem;
import org.palimpsest.harness.engine.Machine;

/** {@code --device auto|cpu|cuda:N}. */
final class Devices {
    private Devices() {}

    static Device parse(String word) {
        if (word.equals("cpu")) {
            return Device.cpu();
        }
        int available = Machine.engine().getGpuCount();
        if (word.equals("auto")) {
            return available > 0 ? Device.gpu(0) : Device.cpu();
        }
        if (word.equals("cuda") || word.matches("cuda:\\d{1,3}")) {
            int number = word.equals("cuda") ? 0 : Integer.parseInt(word.substring(5));
            if (number < available) {
                return Device.gpu(number);
            }
            throw new EnvironmentException("--device " + word + ": the engine sees " + available + " CUDA device(s); "
                    + "'palimpsest doctor' says how to set one up", null);
        }
        throw new InvalidInputException(List.of(new Problem("command line", "--device", word, "must be auto, cpu or cuda:N")));
    }
}
