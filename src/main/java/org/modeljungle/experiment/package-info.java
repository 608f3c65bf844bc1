/** Trainings side by side, kept as files and found again, so that the same call goes on where it was stopped. */
package org.modeljungle.experiment;
