/** From YAML files, {@code --set} options and defaults to checked records: suites, benchmarks, streams and options. */
package org.palimpsest.harness.config;
