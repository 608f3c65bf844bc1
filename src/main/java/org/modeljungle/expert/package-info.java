/**
 * Experts, which read weights: ridge regressions in closed form on inner products between models; metanetworks such as
 * ProbeX, which learns probes and multiplies a weight matrix by them; and a mixture of experts, one for each Model
 * Tree.
 */
package org.modeljungle.expert;
