package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.nets.Sampler;
import org.modeljungle.search.ModelIndex;

/** What the networks of a grown jungle draw, as grids of pictures. */
public final class Drawings {

    private static final int STEPS = 25; // Euler steps from noise to a picture

    private Drawings() {}

    /**
     * What the ancestor draws at its checkpoints: a row after each of some numbers of training steps, all from the same
     * noise.
     *
     * @param stages which of the stages that were kept, from 0 for the untrained one
     * @param count pictures in each row
     * @throws IndexOutOfBoundsException if there is no such stage
     */
    public static ImageGrid stages(Jungle jungle, List<Integer> stages, int count, Seeds seeds) {
        List<Map.Entry<Integer, float[]>> history =
                List.copyOf(jungle.ancestorHistory().entrySet());
        Sampler sampler = new Sampler(jungle.net(), STEPS);
        List<float[]> pictures = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        try (Progress progress = Progress.of("drawing", (long) stages.size() * STEPS)) {
            for (int stage : stages) {
                pictures.add(sampler.draw(history.get(stage).getValue(), count, seeds, progress));
                titles.add("step " + history.get(stage).getKey());
            }
        }
        return grid(jungle, pictures).columns(count).zoom(4).rowTitles(titles);
    }

    /**
     * Some models: one picture that each was taught with, then those that it draws, all models from the same noise.
     *
     * @param models their indices
     * @param count pictures that each draws
     * @throws IllegalArgumentException if there is no such model
     */
    public static ImageGrid children(Jungle jungle, int[] models, int count, Seeds seeds) {
        float[] drawn = jungle.draw(models, count, STEPS, seeds);
        int own = count * jungle.net().settings().pixels();
        List<float[]> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < models.length; i++) {
            pictures.add(Arrays.copyOf(
                    jungle.pictures(models[i]), jungle.net().settings().pixels()));
            pictures.add(Arrays.copyOfRange(drawn, i * own, (i + 1) * own));
            captions.add(jungle.models().captions().get(models[i]));
            captions.addAll(Stream.generate(() -> "").limit(count).toList());
        }
        return grid(jungle, pictures).columns(2 * (count + 1)).zoom(4).captions(captions);
    }

    /**
     * What models that were found draw, one picture each: a row for each text, with cosines and what each was taught.
     *
     * @param found what a {@link ModelIndex} answered, equally many models for each text, in the order of the texts
     * @throws IllegalArgumentException if there is no text, or not as many models were found for each, 1 or more
     */
    public static ImageGrid found(Jungle jungle, List<String> texts, List<List<ModelIndex.Hit>> found, Seeds seeds) {
        List<Integer> counts = found.stream().map(List::size).toList();
        Check.that(
                !counts.isEmpty()
                        && counts.size() == texts.size()
                        && counts.get(0) > 0
                        && counts.stream().allMatch(counts.get(0)::equals),
                "drawings: expected models for each of 1 text or more, equally many, found %s models for %d texts",
                counts,
                texts.size());
        List<ModelIndex.Hit> all = found.stream().flatMap(List::stream).toList();
        int[] models = all.stream().mapToInt(ModelIndex.Hit::model).toArray();
        List<String> taught = jungle.models().captions();
        return grid(jungle, List.of(jungle.draw(models, 1, STEPS, seeds)))
                .columns(found.get(0).size())
                .zoom(6)
                .rowTitles(texts.stream().map(text -> "\"" + text + "\"").toList())
                .captions(all.stream()
                        .map(hit -> Html.format("%.2f  %s", hit.cosine(), taught.get(hit.model())))
                        .toList());
    }

    private static ImageGrid grid(Jungle jungle, List<float[]> pictures) {
        DiffusionTransformer.Settings net = jungle.net().settings();
        return ImageGrid.of(pictures, net.channels(), net.image(), net.image());
    }
}
