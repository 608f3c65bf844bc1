/**
 * Jungles: the recipes of ancestors and their fine-tuned children, and opening what was grown, in folders laid out like
 * the public Model-J.
 */
package org.modeljungle.jungle;
