/** Networks of runs as files that others can read: safetensors, and models of DJL. */
package org.palimpsest.harness.models;
