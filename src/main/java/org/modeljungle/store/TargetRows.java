package org.modeljungle.store;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** Checks of what targets are made of. */
final class TargetRows {

    private TargetRows() {}

    /** Rows of one width, copied. */
    static float[][] copied(String what, List<String> names, float[][] rows) {
        Check.that(!names.isEmpty(), "%s: expected 1 name or more, found none", what);
        Check.that(
                names.stream().distinct().count() == names.size(),
                "%s: expected names that differ, found %s",
                what,
                names);
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            Check.that(
                    rows[i].length == names.size(),
                    "%s: expected %d numbers for each model, found %d for model %d",
                    what,
                    names.size(),
                    rows[i].length,
                    i);
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    /** Those of some models. */
    static float[][] chosen(String what, float[][] rows, int... models) {
        float[][] chosen = new float[models.length][];
        for (int i = 0; i < models.length; i++) {
            checkModel(what, rows.length, models[i]);
            chosen[i] = rows[models[i]].clone();
        }
        return chosen;
    }

    static void checkModel(String what, int count, int model) {
        Check.that(model >= 0 && model < count, "%s: expected models from 0 to %d, found %d", what, count - 1, model);
    }

    static void checkOutputs(String what, float[][] outputs, int width, int... models) {
        Check.that(
                outputs.length == models.length && models.length > 0,
                "%s: expected outputs of each of %d models, found %d",
                what,
                models.length,
                outputs.length);
        for (float[] row : outputs) {
            Check.that(row.length == width, "%s: expected %d outputs of each model, found %d", what, width, row.length);
            for (float output : row) {
                Check.that(
                        !Float.isNaN(output),
                        "%s: expected numbers as outputs, found NaN; the training may have diverged, or a model's"
                                + " weights are not finite",
                        what);
            }
        }
    }

    /** Names for what has none: its number. */
    static List<String> numbered(int count) {
        String[] names = new String[count];
        Arrays.setAll(names, Integer::toString);
        return List.of(names);
    }
}
