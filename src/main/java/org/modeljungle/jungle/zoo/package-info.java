/**
 * Zoos: many small networks without a common ancestor, each trained from a start of its own; grown here, or read in the public
 * Small CNN Zoo's form.
 */
package org.modeljungle.jungle.zoo;
