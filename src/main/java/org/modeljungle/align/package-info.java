/** Weights and words in one space: alignments, splits of the concepts, zero-shot classification. */
package org.modeljungle.align;
