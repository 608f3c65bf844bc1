/**
 * Search in a jungle, for models by words or by their similarity to a model; how well likes find each other, and a map
 * of them; and the guide, which reads new files with everything that was learnt.
 */
package org.modeljungle.search;
