/** How good predictions are: each measure once, on plain arrays; and the standardiser that scales inputs. */
package org.modeljungle.metrics;
