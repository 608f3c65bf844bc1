/** Texts to vectors: encoders behind one interface, pre-trained ones read from files and others to compare with. */
package org.modeljungle.text;
