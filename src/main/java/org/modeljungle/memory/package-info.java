/** What a process holds: objects on Java's heap, arrays in the engine's memory, files in the cache folder. */
package org.modeljungle.memory;
