/** Weights and words in one space: text encoders, alignments, splits of the concepts, zero-shot classification. */
package org.modeljungle.align;
