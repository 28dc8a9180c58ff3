package org.palimpsest.methods.instruction;

import java.util.Map;
import java.util.SortedMap;

/** How often each term, by its number, occurs in an instruction. */
final class InstructionTerms {
    /** Inverse document frequency of a term that one of two documents has, ln((1 + 2) / (1 + 1)) + 1; of one that both have it is 1. */
    private static final double IDF_OF_ONE = Math.log(1.5) + 1;

    private final int[] terms; // ascending
    private final int[] counts;
    private final double squares;

    InstructionTerms(SortedMap<Integer, Integer> occurrences) {
        terms = new int[occurrences.size()];
        counts = new int[terms.length];
        int i = 0;
        double sum = 0;
        for (Map.Entry<Integer, Integer> occurrence : occurrences.entrySet()) {
            terms[i] = occurrence.getKey();
            counts[i++] = occurrence.getValue();
            sum += (double) occurrence.getValue() * occurrence.getValue();
        }
        squares = sum;
    }

    /**
     * The cosine of the angle between both as vectors of counts times inverse document frequencies, where these two are all documents that there are; 0 if
     * they share no term.
     */
    double similarity(InstructionTerms other) {
        double product = 0;
        double shared = 0;
        double othersShared = 0;
        for (int i = 0, j = 0; i < terms.length && j < other.terms.length;) {
            int order = Integer.compare(terms[i], other.terms[j]);
            if (order == 0) {
                double own = counts[i];
                double its = other.counts[j];
                product += own * its;
                shared += own * own;
                othersShared += its * its;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return product == 0 ? 0 : product / (length(squares, shared) * length(other.squares, othersShared));
    }

    private static double length(double squares, double shared) {
        return Math.sqrt(shared + IDF_OF_ONE * IDF_OF_ONE * (squares - shared));
    }
}
