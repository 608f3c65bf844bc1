package org.modeljungle.expert;

import org.modeljungle.Seeds;
import org.modeljungle.experiment.Job;

/**
 * One training of an expert, to be judged on its task's test models.
 *
 * @param name tells it from the other trials: {@code supvit/probex/seed-1}
 * @param expert what is trained
 * @param task what it learns from
 * @param seeds where its randomness comes from
 */
public record Trial(String name, Expert expert, WeightTask task, Seeds seeds) {

    public Trial {
        Job.checkName(name);
    }
}
