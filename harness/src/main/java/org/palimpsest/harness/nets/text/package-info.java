/** Networks that read and write text, and their tokenizers. */
package org.palimpsest.harness.nets.text;
