/** What plug-ins bring games with that have settings of their own. */
package org.palimpsest.harness.consoles;
