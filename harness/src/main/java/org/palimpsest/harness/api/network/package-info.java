/** Networks: backbones and their plug-ins, heads, normalisation, weights and the count of their operations. */
package org.palimpsest.harness.api.network;
