package org.palimpsest.results.record;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The software and the machine a run was made with.
 *
 * @param harnessVersion version of Palimpsest
 * @param commit commit of the code in full; empty if unknown
 * @param dirty whether the code differed from that commit
 * @param engine engine and its version
 * @param blas library of the matrix products
 * @param threads engine threads, part of the protocol
 * @param device for example {@code cpu} or {@code cuda:0}
 * @param java Java version
 * @param os operating system and architecture
 * @param cpu model of the processor
 * @param gpu the GPU, if the device is one; records of earlier versions do not say
 * @param workers processes that made runs at once, this one among them; empty for one alone
 */
public record Environment(
        String harnessVersion,
        String commit,
        boolean dirty,
        String engine,
        String blas,
        int threads,
        String device,
        String java,
        String os,
        String cpu,
        Optional<Gpu> gpu,
        OptionalInt workers) {
    /** What a record does not say is empty. */
    public Environment {
        harnessVersion = known(harnessVersion);
        commit = known(commit);
        engine = known(engine);
        blas = known(blas);
        device = known(device);
        java = known(java);
        os = known(os);
        cpu = known(cpu);
        gpu = gpu == null ? Optional.empty() : gpu;
        workers = workers == null ? OptionalInt.empty() : workers;
    }

    private static String known(String value) {
        return value == null ? "" : value;
    }
}
