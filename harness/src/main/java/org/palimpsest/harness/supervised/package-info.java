/** What kinds of streams have in common whose examples say what is right: lessons, budgets, shared bases, how a student of them is made. */
package org.palimpsest.harness.supervised;

