/** What learners, backbones and methods of instruction streams are written against: tokens, models that answer, what is asked in words. */
package org.palimpsest.harness.api.text;
