/**
 * One layer of many models side by side, {@code [models, rows, cols]}, in memory or in a file: what every expert reads.
 * A change in low-rank factors stays factored.
 */
package org.modeljungle.layers;
