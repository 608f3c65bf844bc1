/**
 * What every other package uses: argument checks, named seeds, progress that can be stopped, profiles, and results with
 * the record of how they were made.
 */
package org.modeljungle;
