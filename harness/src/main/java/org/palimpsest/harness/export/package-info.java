/** Run records in the formats that other tools show. */
package org.palimpsest.harness.export;
