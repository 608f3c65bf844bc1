package org.modeljungle.metanetwork;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.modeljungle.layers.Matrices;

/**
 * The models of several trainings, those of one bank once.
 *
 * @param banks of each bank the models that are trained on; in the engine one after the other
 * @param models where each training's models are in there // [trainings, trained on]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SharedBanks(List<Matrices> banks, int[][] models) {

    static SharedBanks of(List<MetanetworkTraining.Models> trainings) {
        Map<Matrices, TreeSet<Integer>> used = new LinkedHashMap<>();
        for (MetanetworkTraining.Models each : trainings) {
            TreeSet<Integer> own = used.computeIfAbsent(each.all(), key -> new TreeSet<>());
            for (int model : each.train()) {
                own.add(model);
            }
        }
        List<Matrices> banks = new ArrayList<>();
        Map<Matrices, int[]> places = new LinkedHashMap<>();
        int start = 0;
        for (Map.Entry<Matrices, TreeSet<Integer>> bank : used.entrySet()) {
            Matrices all = bank.getKey();
            int[] chosen = bank.getValue().stream().mapToInt(i -> i).toArray();
            int[] place = new int[all.models()];
            for (int i = 0; i < chosen.length; i++) {
                place[chosen[i]] = start + i;
            }
            places.put(all, place);
            banks.add(chosen.length == all.models() ? all : all.select(chosen));
            start = Math.addExact(start, chosen.length);
        }
        int[][] models = new int[trainings.size()][];
        for (int i = 0; i < models.length; i++) {
            int[] train = trainings.get(i).train();
            int[] place = places.get(trainings.get(i).all());
            models[i] = new int[train.length];
            for (int k = 0; k < train.length; k++) {
                models[i][k] = place[train[k]];
            }
        }
        return new SharedBanks(banks, models);
    }

    /**
     * Where the models of batches are, one batch after the other.
     *
     * @param batches of each training, by the numbers of its models // [trainings, batch]
     */
    int[] places(int[][] batches) {
        int[] places = new int[batches.length * batches[0].length];
        for (int i = 0; i < places.length; i++) {
            int training = i / batches[0].length;
            places[i] = models[training][batches[training][i % batches[0].length]];
        }
        return places;
    }
}
