/** Long lists of trainings, run side by side and kept as files, so that the same call goes on where it was stopped. */
package org.modeljungle.trials;
