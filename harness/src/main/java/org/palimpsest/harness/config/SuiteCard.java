package org.palimpsest.harness.config;

import java.util.List;

/**
 * What whoever looks for a suite asks of it.
 *
 * @param title what it is about; empty if it does not say
 * @param runs benchmarks x methods x seeds
 * @param takes how long all runs take on two cores, in its author's words; empty if it does not say
 * @param datasets data sets of its benchmarks, in order; a kind of stream without any has none
 */
public record SuiteCard(String title, int runs, String takes, List<String> datasets) {}
