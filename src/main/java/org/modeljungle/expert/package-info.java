/**
 * Experts read weights: the closed-form ridge on inner products between models, and ProbeX, which learns probes that it
 * sends through a weight matrix.
 */
package org.modeljungle.expert;
