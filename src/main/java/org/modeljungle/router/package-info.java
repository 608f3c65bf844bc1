/**
 * Finds the Model Trees of an unsorted pile of models, and says which tree a new model belongs to: fingerprints of
 * weight files, hierarchical clustering, and a router to the nearest centroid that recognises unrelated models.
 */
package org.modeljungle.router;
