package org.modeljungle.probing;

import org.modeljungle.Seeds;
import org.modeljungle.experiment.Job;

/**
 * One training of a method, to be judged on its task's test networks.
 *
 * @param name tells it from the other trials: {@code inr-digits/probegen/seed-1}
 * @param method what is trained
 * @param how how it is trained
 * @param task what it learns from
 * @param seeds where its randomness comes from
 */
public record MethodTrial(String name, Method method, MethodFit.Settings how, ZooTask task, Seeds seeds) {

    /** Checks the name. */
    public MethodTrial {
        Job.checkName(name);
    }
}
