package org.modeljungle.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;

/** Means of one number over the members of each group: the accuracy of each tree's models, for example. */
public final class GroupMeans {

    private GroupMeans() {}

    /**
     * The mean of each group.
     *
     * @param groups the group that each member is in // [members]
     * @param values one of each member // [members]
     * @return by group, in the order of their first members
     */
    public static Map<String, Double> of(List<String> groups, List<Double> values) {
        Check.that(
                groups.size() == values.size(),
                "means of groups: expected a value for each of %d members, found %d",
                groups.size(),
                values.size());
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            sums.merge(groups.get(i), values.get(i), Double::sum);
        }
        sums.replaceAll((group, sum) -> sum / Collections.frequency(groups, group));
        return sums;
    }
}
