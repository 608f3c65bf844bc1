/**
 * Documentation of the library's classes at hand while one works: it is read from the sources, which the jar holds. A
 * notebook's {@code help(...)} and Shift-Tab show it.
 */
package org.modeljungle.help;
