/** What methods keep of past tasks, and the rules by which they choose it. */
package org.palimpsest.harness.api.memory;
