/** What is written against the kernel's own interfaces; load it only where they are there. */
package org.modeljungle.kernel.jjava;
