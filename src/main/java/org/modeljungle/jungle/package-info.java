/**
 * Jungles: recipes of ancestors and their fine-tuned children, and what was grown from them, in folders laid out like
 * the public Model-J.
 */
package org.modeljungle.jungle;
