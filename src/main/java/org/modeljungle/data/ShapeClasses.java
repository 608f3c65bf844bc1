package org.modeljungle.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * The shape world as 100 classes, one for each shape in each colour: "red triangle". Every picture has a random texture.
 *
 * @param world what the pictures look like
 * @param pretraining pictures of each class to pre-train on
 * @param train pictures of each class to fine-tune on
 * @param test pictures of each class to test on
 */
public record ShapeClasses(ShapeWorld world, int pretraining, int train, int test) {

    /** The label of the classes. */
    public static final String LABEL = "class";

    private static final int TEXTURES = Texture.values().length;
    private static final int CLASSES = Concept.COUNT / TEXTURES;

    public ShapeClasses {
        Check.that(
                pretraining > 0 && train > 0 && test > 0,
                "shape classes: expected one picture or more of each class to pre-train, train and test on, found %d, %d, %d",
                pretraining,
                train,
                test);
    }

    /** Draws all pictures. */
    public Dataset draw(Seeds seeds) {
        return new Dataset(
                draw(pretraining, seeds.split("pre-training")),
                draw(train, seeds.split("train")),
                draw(test, seeds.split("test")),
                LABEL,
                List.of("shape", "colour", "texture"));
    }

    /** The names of the 100 classes, in the order of their labels. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            Concept concept = Concept.of(i * TEXTURES);
            names.add(concept.colour().word() + " " + concept.shape().word());
        }
        return names;
    }

    private Images draw(int each, Seeds seeds) {
        UniformRandomProvider random = seeds.split("textures").random();
        List<Concept> concepts = new ArrayList<>();
        int[] classes = new int[CLASSES * each]; // [images]
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % CLASSES;
            concepts.add(Concept.of(classes[i] * TEXTURES + random.nextInt(TEXTURES)));
        }
        Images drawn = world.draw(concepts, seeds.split("pictures"));
        Map<String, Labels> labels = new LinkedHashMap<>();
        drawn.labelNames().forEach(name -> labels.put(name, drawn.labels(name)));
        labels.put(LABEL, new Labels(names(), classes));
        return new Images(drawn.pixels(), drawn.channels(), drawn.height(), drawn.width(), drawn.captions(), labels);
    }
}
