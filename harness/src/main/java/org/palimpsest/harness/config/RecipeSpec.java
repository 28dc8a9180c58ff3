package org.palimpsest.harness.config;

import java.util.Map;

/**
 * A named thing and its raw options, written {@code name} or {@code {name: ..., option: ...}}.
 *
 * @param name e.g. {@code mlp}
 * @param options raw values by option name
 */
public record RecipeSpec(String name, Map<String, Object> options) {}
