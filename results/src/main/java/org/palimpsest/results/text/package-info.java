/**
 * How right an answer in words is: pure functions of the answer that a model gave and the answers that are right. Knows of no runs and no
 * tables; {@link org.palimpsest.results.text.AnswerScore} lists them by their ids.
 */
package org.palimpsest.results.text;
