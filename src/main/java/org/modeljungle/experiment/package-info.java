/**
 * Trainings side by side: a grid of settings, each trial kept as a file and found again by all that its outcome depends
 * on, so that the same call goes on where it was stopped. For whatever is trained: experts, alignments, probing
 * methods, your own.
 */
package org.modeljungle.experiment;
