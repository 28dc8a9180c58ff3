/** Streams: sequences of tasks that are made of a data set, declared in data and drawn from the run's seed. A new kind of stream over images goes here. */
package org.palimpsest.datasets.stream;
