package org.modeljungle.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The labels of drawn concepts: "shape", "colour", "texture", and "concept" for all three at once. */
final class ConceptLabels {

    private static final List<String> SHAPES =
            Arrays.stream(Shape.values()).map(Shape::word).toList();
    private static final List<String> COLOURS =
            Arrays.stream(Colour.values()).map(Colour::word).toList();
    private static final List<String> TEXTURES =
            Arrays.stream(Texture.values()).map(Texture::word).toList();
    static final List<String> CAPTIONS =
            ShapeWorld.concepts().stream().map(Concept::caption).toList();

    private ConceptLabels() {}

    static Map<String, Labels> of(List<Concept> concepts) {
        Map<String, Labels> labels = new LinkedHashMap<>();
        labels.put("shape", label(SHAPES, concepts, concept -> concept.shape().index()));
        labels.put(
                "colour", label(COLOURS, concepts, concept -> concept.colour().index()));
        labels.put(
                "texture",
                label(TEXTURES, concepts, concept -> concept.texture().index()));
        labels.put("concept", label(CAPTIONS, concepts, Concept::index));
        return labels;
    }

    private static Labels label(List<String> classes, List<Concept> concepts, ToIntFunction<Concept> number) {
        return new Labels(classes, concepts.stream().mapToInt(number).toArray());
    }
}
