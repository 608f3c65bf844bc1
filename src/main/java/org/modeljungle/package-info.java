/**
 * What every other package leans on: argument checks, named seeds, progress with its cancel point, and the record of
 * how a result was made.
 */
package org.modeljungle;
