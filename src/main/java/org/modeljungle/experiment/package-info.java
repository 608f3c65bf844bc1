/**
 * Many trainings side by side: a grid of settings, each trial kept as a file that is found again by everything that its
 * outcome depends on, so that the same call resumes where it was stopped. It serves everything that is trained:
 * experts, alignments, probing methods and trainings of your own.
 */
package org.modeljungle.experiment;
