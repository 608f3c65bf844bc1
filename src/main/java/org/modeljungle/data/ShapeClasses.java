package org.modeljungle.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * The shape world as classes, one for each shape in each colour: "red triangle". Every picture has a random texture.
 *
 * @param world what the pictures look like
 * @param shapes how many of the 10 shapes there are, the first ones
 * @param colours how many of the 10 colours there are, the first ones
 * @param pretraining pictures of each class to pre-train on
 * @param train pictures of each class to fine-tune on
 * @param test pictures of each class to test on
 */
public record ShapeClasses(ShapeWorld world, int shapes, int colours, int pretraining, int train, int test)
        implements DataSource {

    /** The label of the classes. */
    public static final String LABEL = "class";

    private static final int TEXTURES = Texture.values().length;
    private static final int VALUES = 10; // shapes, colours

    public ShapeClasses {
        Check.that(
                shapes > 0 && shapes <= VALUES && colours > 0 && colours <= VALUES && shapes * colours > 1,
                "shape classes: expected 1 to 10 shapes in 1 to 10 colours, 2 classes or more, found %d and %d",
                shapes,
                colours);
        Check.that(
                pretraining > 0 && train > 0 && test > 0,
                "shape classes: expected one picture or more of each class to pre-train, train and test on, found %d, %d, %d",
                pretraining,
                train,
                test);
    }

    /** All 10 shapes in all 10 colours: 100 classes. */
    public ShapeClasses(ShapeWorld world, int pretraining, int train, int test) {
        this(world, VALUES, VALUES, pretraining, train, test);
    }

    @Override
    public Dataset draw(Seeds seeds) {
        return new Dataset(
                draw(pretraining, seeds.split("pre-training")),
                draw(train, seeds.split("train")),
                draw(test, seeds.split("test")),
                LABEL,
                List.of("shape", "colour", "texture"));
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < shapes * colours; i++) {
            Concept concept = concept(i, 0);
            names.add(concept.colour().word() + " " + concept.shape().word());
        }
        return names;
    }

    @Override
    public int side() {
        return world.size();
    }

    /** A class with a texture. */
    private Concept concept(int classNumber, int texture) {
        int pair = classNumber / colours * VALUES + classNumber % colours;
        return Concept.of(pair * TEXTURES + texture);
    }

    private Images draw(int each, Seeds seeds) {
        UniformRandomProvider random = seeds.split("textures").random();
        List<Concept> concepts = new ArrayList<>();
        int[] classes = new int[shapes * colours * each]; // [images]
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % (shapes * colours);
            concepts.add(concept(classes[i], random.nextInt(TEXTURES)));
        }
        Images drawn = world.draw(concepts, seeds.split("pictures"));
        Map<String, Labels> labels = new LinkedHashMap<>();
        drawn.labelNames().forEach(name -> labels.put(name, drawn.labels(name)));
        labels.put(LABEL, new Labels(names(), classes));
        return new Images(drawn.pixels(), drawn.channels(), drawn.height(), drawn.width(), drawn.captions(), labels);
    }
}
