/**
 * Experts read weights: ridges in closed form on inner products between models, and metanetworks such as ProbeX, which
 * learns probes that it sends through a weight matrix.
 */
package org.modeljungle.expert;
