package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Seeds;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.store.NumberTarget;

/** A program of its own that trains experts on a bank on disk. */
final class SmallHeap {

    private SmallHeap() {}

    public static void main(String[] arguments) {
        DiskBank disk = DiskBank.open(Path.of(arguments[0]));
        float[][] numbers = new float[disk.models()][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new Seeds(i).normal(1);
        }
        WeightTask task = new WeightTask(
                Map.of(disk.layer(), disk.bank()),
                new NumberTarget(List.of("number"), numbers),
                IntStream.range(0, disk.models()).toArray(),
                new int[0],
                new int[0]);
        for (Expert expert : List.of(
                RidgeExpert.layer(disk.layer()).whitened(),
                new MultiKernelRidge().unwhitened(),
                new ScalarRidgeExpert(),
                new OnResiduals(RidgeExpert.layer(disk.layer())))) {
            Expert.Reader reader = expert.fit(task, new Seeds(0));
            reader.outputs(task.banks());
            System.out.println("trained " + expert.name());
        }
    }
}
