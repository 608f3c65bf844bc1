/**
 * One layer of many models side by side, {@code [models, rows, cols]}: what every expert reads. A layer that changed by
 * low-rank factors stays factored.
 */
package org.modeljungle.layers;
