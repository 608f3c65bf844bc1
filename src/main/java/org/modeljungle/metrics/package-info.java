/** How good predictions are, each measure once and on plain arrays; and the scaling of inputs. */
package org.modeljungle.metrics;
