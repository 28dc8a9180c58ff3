/** Methods of continual instruction tuning: adapters beside a language model, and which of them are trained and asked when. */
package org.palimpsest.methods.instruction;
