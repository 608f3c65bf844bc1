/**
 * Trainings side by side: a grid of settings, each trial kept as a file and found again by everything that its outcome
 * depends on, so that the same call resumes where it was stopped. For everything that is trained: experts, alignments,
 * probing methods, your own.
 */
package org.modeljungle.experiment;
