/**
 * Code written against JJava's own interfaces. Its classes can be loaded only in a process that has them on its class
 * path, that is, in the kernel.
 */
package org.modeljungle.kernel.jjava;
