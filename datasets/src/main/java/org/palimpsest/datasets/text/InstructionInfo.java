package org.palimpsest.datasets.text;

/**
 * What instruction data are.
 *
 * @param name the name they are asked for by
 * @param title their full name
 * @param licence the licence they are under
 * @param origin where they come from and what was selected
 */
public record InstructionInfo(String name, String title, String licence, String origin) {}
