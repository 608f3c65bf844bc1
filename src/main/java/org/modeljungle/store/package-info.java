/** Weight files with what is known about each: the seam between making or fetching models and learning from them. */
package org.modeljungle.store;
