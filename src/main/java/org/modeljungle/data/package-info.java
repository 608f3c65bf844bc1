/**
 * Pictures to train on: a drawn world of 1,000 concepts with captions, readers of CIFAR and of folders of pictures, and
 * the one form in which images, labels and captions travel. Plain Java, no engine.
 */
package org.modeljungle.data;
