package org.palimpsest.results.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.palimpsest.results.record.Environment;
import org.palimpsest.results.record.PluginInfo;
import org.palimpsest.results.record.RunInfo;

/** Software and machine of a run, on which the last digits of its numbers may depend. */
public final class Surroundings {
    private Surroundings() {}

    /**
     * What is otherwise than when a run was made, by key.
     *
     * @param now software and machine that are there now, with the digests of the compiled code
     * @param plugins the plug-in jars that it would use now
     */
    public static List<Change> changes(RunInfo recorded, Environment now, List<PluginInfo> plugins) {
        Environment then = recorded.environment();
        boolean compiled = !then.code().isEmpty() && !now.code().isEmpty();
        boolean sameCode = compiled && then.code().equals(now.code());
        return Change.between(facts(then, recorded.plugins(), compiled, sameCode), facts(now, plugins, compiled, sameCode));
    }

    /** The commit says nothing where the compiled code is known to be the same. */
    private static Map<String, Object> facts(Environment environment, List<PluginInfo> plugins, boolean compiled, boolean sameCode) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (!sameCode) {
            facts.put("version", environment.harnessVersion());
            facts.put("commit", environment.commit() + (environment.dirty() ? " with changes" : ""));
        }
        if (compiled) {
            environment.code().forEach((module, digest) -> facts.put("code of " + module, digest));
        }
        plugins.forEach(plugin -> facts.put("plug-in " + plugin.jar(), plugin.sha256()));
        facts.put("engine", environment.engine());
        facts.put("blas", environment.blas());
        facts.put("threads", environment.threads());
        facts.put("device", environment.device());
        environment.gpu().ifPresent(gpu -> facts.put("gpu", gpu.toString()));
        facts.put("java", environment.java());
        facts.put("os", environment.os());
        facts.put("cpu", environment.cpu());
        return facts;
    }
}
