package org.palimpsest.results.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

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
 * @param code digests of the compiled code that makes runs, by module; not written if it is not known, as in records of earlier versions
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
        OptionalInt workers,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> code) {
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
        code = code == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(code));
    }

    /** Software and machine of one process alone, with nothing said of the compiled code. */
    public Environment(String harnessVersion, String commit, boolean dirty, String engine, String blas, int threads, String device, String java, String os,
            String cpu, Optional<Gpu> gpu) {
        this(harnessVersion, commit, dirty, engine, blas, threads, device, java, os, cpu, gpu, OptionalInt.empty(), Map.of());
    }

    /** The same with digests of the compiled code. */
    public Environment withCode(Map<String, String> digests) {
        return new Environment(harnessVersion, commit, dirty, engine, blas, threads, device, java, os, cpu, gpu, workers, digests);
    }

    /** The same for one of so many processes. */
    public Environment withWorkers(OptionalInt count) {
        return new Environment(harnessVersion, commit, dirty, engine, blas, threads, device, java, os, cpu, gpu, count, code);
    }

    /** Version, commit and whether the code differed from it, as people say it. */
    String codeInWords() {
        return harnessVersion + ", commit " + commit + (dirty ? " with changes" : "");
    }

    private static String known(String value) {
        return value == null ? "" : value;
    }
}
