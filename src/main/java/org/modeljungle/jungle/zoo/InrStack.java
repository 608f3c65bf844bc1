package org.modeljungle.jungle.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Concept;
import org.modeljungle.data.Glyphs;
import org.modeljungle.data.Images;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.data.Solid;
import org.modeljungle.data.SolidPoints;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.Siren;
import org.modeljungle.nets.SquaredError;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;

/** Fits stacks of networks to one picture or solid each. */
final class InrStack {

    private final InrRecipe recipe;
    private final Siren siren;
    private final SquaredError error;
    private final Seeds seeds;
    private final ShapeWorld world;

    InrStack(InrRecipe recipe) {
        this.recipe = recipe;
        siren = recipe.siren();
        error = new SquaredError(siren);
        seeds = new Seeds(recipe.seed());
        world = new ShapeWorld(recipe.side(), .8, .3, .42, 10, .7, .04);
    }

    /** What one network shall draw. */
    private record Drawing(int label, float[] coordinates, float[] values) {}

    ZooStack grow(int number, Progress progress) {
        int from = number * recipe.stack();
        int models = Math.min(recipe.stack(), recipe.count() - from);
        List<Drawing> drawings = new ArrayList<>();
        float[] starts = new float[models * siren.layout().size()];
        for (int i = 0; i < models; i++) {
            drawings.add(draw(from + i));
            float[] start = siren.layout().initial(seeds.split("network", from + i));
            System.arraycopy(start, 0, starts, i * start.length, start.length);
        }
        try (NDManager scope = Torch.scope()) {
            NDArray rows =
                    Torch.tensor(scope, starts, new Shape(models, siren.layout().size()));
            Parts parts = new Parts(scope, drawings);
            Fit.Settings settings =
                    Fit.Settings.of(recipe.steps(), recipe.rate()).withSchedule(new Schedule.Cosine(0, 0));
            new Fit(rows, settings).run(recipe.steps(), progress, (inner, leaf, step, shard) -> {
                int part = step % parts.inputs.size();
                return error.of(inner, leaf, parts.inputs.get(part), parts.targets.get(part));
            });
            float[] labels = new float[models];
            for (int i = 0; i < models; i++) {
                labels[i] = drawings.get(i).label;
            }
            return ZooStack.of(
                    Torch.floats(rows),
                    models,
                    Map.of(NetworkZoo.LABEL, labels, NetworkZoo.ERROR, errors(rows, parts)));
        }
    }

    /** All points in the engine, cut into as many parts as it takes to see them all. */
    private final class Parts {
        final List<NDArray> inputs = new ArrayList<>(); // [1 or models, points per step, inputs]
        final List<NDArray> targets = new ArrayList<>(); // [models, points per step, 1]

        Parts(NDManager scope, List<Drawing> drawings) {
            boolean shared = recipe.subject() != InrRecipe.Subject.SOLIDS;
            int axes = siren.inputs();
            int points = recipe.pointsPerStep();
            int[] order = shared ? seeds.split("pixels").permutation(recipe.points()) : identity(recipe.points());
            for (int from = 0; from < recipe.points(); from += points) {
                int[] some = Arrays.copyOfRange(order, from, from + points);
                List<Drawing> placed = shared ? drawings.subList(0, 1) : drawings;
                inputs.add(Torch.tensor(
                        scope,
                        gather(placed.stream().map(Drawing::coordinates).toList(), some, axes),
                        new Shape(placed.size(), points, axes)));
                targets.add(Torch.tensor(
                        scope,
                        gather(drawings.stream().map(Drawing::values).toList(), some, 1),
                        new Shape(drawings.size(), points, 1)));
            }
        }
    }

    private float[] errors(NDArray rows, Parts parts) {
        float[] sum = new float[(int) rows.getShape().get(0)];
        for (int part = 0; part < parts.inputs.size(); part++) {
            try (NDManager inner = Torch.scope()) {
                float[] own = Torch.floats(error.of(inner, rows, parts.inputs.get(part), parts.targets.get(part)));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += own[i] / parts.inputs.size();
                }
            }
        }
        return sum;
    }

    private Drawing draw(int index) {
        Seeds own = seeds.split("drawing", index);
        return switch (recipe.subject()) {
            case DIGITS -> {
                int digit = index % 10;
                yield picture(digit, Glyphs.one(digit, recipe.side(), recipe.fonts(), own));
            }
            case SHAPES -> {
                Concept concept = Concept.of(own.split("concept").random().nextInt(Concept.COUNT));
                float[] colour = new float[Images.RGB * recipe.points()];
                world.draw(concept, own.random(), colour, 0);
                yield picture(concept.shape().index(), Images.grey(colour));
            }
            case SOLIDS -> {
                Solid[] kinds = Solid.values();
                SolidPoints points = SolidPoints.draw(kinds[index % kinds.length], recipe.points(), own);
                yield new Drawing(index % kinds.length, points.coordinates(), points.inside());
            }
        };
    }

    // pixels go from -1 to 1
    private Drawing picture(int label, float[] pixels) {
        float[] values = new float[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] + 1) / 2;
        }
        return new Drawing(label, NetworkZoo.grid(recipe.side()), values);
    }

    private static float[] gather(List<float[]> all, int[] points, int width) {
        float[] gathered = new float[all.size() * points.length * width];
        int at = 0;
        for (float[] one : all) {
            for (int point : points) {
                System.arraycopy(one, point * width, gathered, at, width);
                at += width;
            }
        }
        return gathered;
    }

    private static int[] identity(int count) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        return order;
    }
}
