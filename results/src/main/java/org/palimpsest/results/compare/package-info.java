/** What two leaderboards, or two methods of one, differ in, and how sure that is. */
package org.palimpsest.results.compare;
