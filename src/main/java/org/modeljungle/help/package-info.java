/**
 * The documentation of the library's classes, in a notebook: read from the sources, which the jar holds, and shown by
 * {@code help(...)} and Shift-Tab.
 */
package org.modeljungle.help;
