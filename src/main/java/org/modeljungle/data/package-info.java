/**
 * Pictures to train on: a drawn world of 1,000 concepts with captions, digits, solids and dead leaves, readers of CIFAR
 * and of folders of pictures. Plain Java, no engine.
 */
package org.modeljungle.data;
