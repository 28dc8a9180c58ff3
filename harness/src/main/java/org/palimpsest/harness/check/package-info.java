/** The conformance kit: what every method must keep to, tried on streams of a few pictures. */
package org.palimpsest.harness.check;
