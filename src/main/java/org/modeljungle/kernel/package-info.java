/**
 * The notebook's kernel, JJava or IJava: how the library reaches it, and what it adds to it. Output is gathered, a cell that
 * fails or is stopped keeps those queued behind it from running, and code that does not stop is named.
 *
 * <p>{@code kernel.jjava} is written against JJava's interfaces. IJava has the same under other names: the build makes
 * {@code kernel.ijava} from it, by these names.
 */
package org.modeljungle.kernel;
