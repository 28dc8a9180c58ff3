package org.palimpsest.results.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells whether a run would go on with other code than it was begun with: its results would be of neither. */
final class CodeChange {
    private static final int DIGITS = 12;

    private CodeChange() {}

    /**
     * What differs, in words that name both; empty if nothing does. Where the record has digests of the compiled code, these decide, so that neither a commit
     * that changes no code nor a checkout with changes matters; an older record has its commit alone.
     */
    static Optional<String> between(RunInfo begun, Environment now, List<PluginInfo> plugins) {
        List<String> changes = new ArrayList<>();
        Environment then = begun.environment();
        if (then.code().isEmpty() || now.code().isEmpty()) {
            if (!then.codeInWords().equals(now.codeInWords()) || then.dirty()) {
                changes.add("the code: recorded is " + then.codeInWords() + "; here is " + now.codeInWords());
            }
        } else {
            differences(then.code(), now.code()).forEach(difference -> changes.add("the code of " + difference));
            if (!changes.isEmpty()) {
                changes.add("recorded is " + then.codeInWords() + "; here is " + now.codeInWords());
            }
        }
        differences(jars(begun.plugins()), jars(plugins)).forEach(difference -> changes.add("the plug-in " + difference));
        return changes.isEmpty() ? Optional.empty()
                : Optional.of("cannot be resumed, the run was begun with other code than there is now: " + String.join("; ", changes));
    }

    private static List<String> differences(Map<String, String> then, Map<String, String> now) {
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        return names.stream().filter(name -> !then.getOrDefault(name, "").equals(now.getOrDefault(name, "")))
                .map(name -> name + " (SHA-256 recorded " + brief(then.get(name)) + ", here " + brief(now.get(name)) + ")").toList();
    }

    private static String brief(String digest) {
        return digest == null ? "none" : digest.substring(0, Math.min(DIGITS, digest.length()));
    }

    /** Of two jars of one name both digests count. */
    private static Map<String, String> jars(List<PluginInfo> plugins) {
        return plugins.stream().collect(Collectors.toMap(PluginInfo::jar, PluginInfo::sha256, (one, other) -> one + "+" + other));
    }
}
