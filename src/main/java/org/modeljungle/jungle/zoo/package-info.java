/**
 * Zoos: many small networks without a common ancestor, each trained from an initialisation of its own; grown here, or
 * read in the public Small CNN Zoo's form.
 */
package org.modeljungle.jungle.zoo;
