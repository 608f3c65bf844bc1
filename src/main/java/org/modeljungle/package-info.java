/**
 * What every other package uses: argument checks, named seeds, progress with its cancel point, and the record of
 * how a result was made.
 */
package org.modeljungle;
