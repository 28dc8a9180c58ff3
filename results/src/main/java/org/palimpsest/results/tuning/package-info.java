/** What it cost to find options: kept beside the records of the runs that are made with them, and shown in their leaderboards. */
package org.palimpsest.results.tuning;
