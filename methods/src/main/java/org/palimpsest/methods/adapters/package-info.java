/** Adapters: small blocks beside the layers of a network that stays as it is. */
package org.palimpsest.methods.adapters;
