package org.palimpsest.harness.api.text;

import java.util.OptionalInt;

/** Turns text into the numbers that a network reads, and back. */
public interface Tokenizer {
    /** The tokens of a text, without those that mark its begin and end. */
    int[] encode(String text);

    /** The text of tokens; those that stand for no text are left out. */
    String decode(int... tokens);

    /** How many different tokens there are; all are below this number. */
    int vocabulary();

    /** What a batch is filled up with where a text is shorter than others; never part of a text. */
    int padding();

    /** What a text begins with, if it begins with anything. */
    OptionalInt begin();

    /** What a text ends with; an answer is over where it is produced. */
    int end();

    /** SHA-256 of the file that the tokenizer was made from, in hexadecimal. */
    String sha256();
}
