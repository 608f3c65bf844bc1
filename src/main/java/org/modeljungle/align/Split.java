package org.modeljungle.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * Which models to train, validate and test on. Models with the same caption show one concept; all models
 * of a held-out concept are held out.
 *
 * @param train models of seen concepts to train on, ascending
 * @param validation models of seen concepts to choose settings on, ascending; may be empty
 * @param test models of seen concepts, one of each, ascending
 * @param heldOut all models of held-out concepts, ascending
 */
public record Split(int[] train, int[] validation, int[] test, int[] heldOut) {

    /** Checks that no model is in two parts, and that there are models to train on. */
    public Split {
        Check.that(train.length > 0, "split: expected models to train on, found none");
        Set<Integer> seen = new HashSet<>();
        for (int[] part : new int[][] {train, validation, test, heldOut}) {
            for (int model : part) {
                Check.that(seen.add(model), "split: expected each model in one part, found model %d twice", model);
            }
        }
    }

    /**
     * Holds out concepts drawn by seed. The same seed draws the same test and held-out models whatever
     * {@code validationPerConcept}: what is not needed for validation is trained on.
     *
     * @param captions one for each model
     * @param heldOutConcepts how many concepts to hold out; at least 2 must be left
     * @param validationPerConcept how many models of each seen concept go to validation; 0 for a {@link RidgeAlignment}
     * @throws IllegalArgumentException if the jungle is empty, a caption is missing, or there are too few concepts or
     *     models
     */
    public static Split draw(List<String> captions, int heldOutConcepts, int validationPerConcept, Seeds seeds) {
        List<String> concepts = concepts(captions);
        Check.that(
                heldOutConcepts >= 0 && heldOutConcepts <= concepts.size() - 2,
                "split: expected 0 to %d held-out concepts, found %d; the jungle has %d concepts and 2 must be left to"
                        + " train on",
                Math.max(0, concepts.size() - 2),
                heldOutConcepts,
                concepts.size());
        int[] order = seeds.split("held-out").permutation(concepts.size());
        Set<String> held = new HashSet<>();
        Arrays.stream(order, 0, heldOutConcepts).forEach(i -> held.add(concepts.get(i)));
        return of(captions, held, validationPerConcept, seeds);
    }

    /**
     * Holds out every concept whose caption {@code heldOut} accepts, for example
     * {@code caption -> caption.contains("red")}.
     *
     * @throws IllegalArgumentException as {@link #draw}, and if it accepts no caption
     */
    public static Split holdingOut(
            List<String> captions, Predicate<String> heldOut, int validationPerConcept, Seeds seeds) {
        List<String> concepts = concepts(captions);
        Set<String> held = new HashSet<>(concepts.stream().filter(heldOut).toList());
        Check.that(
                !held.isEmpty() && held.size() <= concepts.size() - 2,
                "split: expected a condition that holds out 1 to %d concepts, found one that holds out %d of %d",
                Math.max(1, concepts.size() - 2),
                held.size(),
                concepts.size());
        return of(captions, held, validationPerConcept, seeds);
    }

    /**
     * The same split with fewer models to train on, for learning curves: {@code children} of each of {@code concepts}
     * concepts, drawn by seed. A smaller number draws a part of what a larger one does. The held-out models stay;
     * validation and test models of concepts that are no longer seen are left out.
     *
     * @param captions one for each model
     * @param concepts 2 or more, at most as many as are trained on
     * @param children 1 or more; a concept that has fewer keeps all
     * @throws IllegalArgumentException if there are fewer concepts
     */
    public Split withFewer(List<String> captions, int concepts, int children, Seeds seeds) {
        List<String> seen = concepts(captions, train);
        Check.that(
                concepts >= 2 && concepts <= seen.size() && children >= 1,
                "split: expected 2 to %d concepts to train on and 1 child or more of each, found %d and %d",
                seen.size(),
                concepts,
                children);
        int[] order = seeds.split("concepts").permutation(seen.size());
        Set<String> kept = new HashSet<>();
        List<Integer> fewer = new ArrayList<>();
        for (int i = 0; i < concepts; i++) {
            String concept = seen.get(order[i]);
            kept.add(concept);
            List<Integer> own = Arrays.stream(train)
                    .filter(model -> concept.equals(captions.get(model)))
                    .boxed()
                    .toList();
            int[] places = seeds.split("children").split(concept).permutation(own.size());
            for (int k = 0; k < Math.min(children, own.size()); k++) {
                fewer.add(own.get(places[k]));
            }
        }
        return new Split(ascending(fewer), of(kept, captions, validation), of(kept, captions, test), heldOut);
    }

    private static int[] of(Set<String> concepts, List<String> captions, int... models) {
        return Arrays.stream(models)
                .filter(model -> concepts.contains(captions.get(model)))
                .toArray();
    }

    /** The models that nothing was learnt from, not even which epoch to keep: test and held-out models, ascending. */
    public int[] unseen() {
        return IntStream.concat(Arrays.stream(test), Arrays.stream(heldOut))
                .sorted()
                .toArray();
    }

    /** The concepts of a jungle: its different captions, in the order in which they first appear. */
    public static List<String> concepts(List<String> captions) {
        Captions.check(captions);
        return List.copyOf(new LinkedHashSet<>(captions));
    }

    /** The concepts of some models, in the order in which they first appear. */
    public static List<String> concepts(List<String> captions, int... models) {
        Captions.check(captions);
        return Captions.distinct(captions, models);
    }

    private static Split of(List<String> captions, Set<String> held, int perConcept, Seeds seeds) {
        Check.that(perConcept >= 0, "split: expected 0 or more validation models per concept, found %d", perConcept);
        List<Integer> train = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        List<Integer> heldOut = new ArrayList<>();
        byConcept(captions).forEach((concept, models) -> {
            if (held.contains(concept)) {
                heldOut.addAll(models);
                return;
            }
            Check.that(
                    models.size() >= perConcept + 2,
                    "concept '%s': expected %d or more models (1 to test, %d to validate, 1 to train), found %d; add"
                            + " models of it or hold it out",
                    concept,
                    perConcept + 2,
                    perConcept,
                    models.size());
            int[] order = seeds.split("concept").split(concept).permutation(models.size());
            for (int i = 0; i < order.length; i++) {
                (i == 0 ? test : i <= perConcept ? validation : train).add(models.get(order[i]));
            }
        });
        return new Split(ascending(train), ascending(validation), ascending(test), ascending(heldOut));
    }

    private static Map<String, List<Integer>> byConcept(List<String> captions) {
        Map<String, List<Integer>> models = new LinkedHashMap<>();
        for (int model = 0; model < captions.size(); model++) {
            models.computeIfAbsent(captions.get(model), caption -> new ArrayList<>())
                    .add(model);
        }
        return models;
    }

    private static int[] ascending(List<Integer> models) {
        return models.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    @Override
    public String toString() {
        return "%d models to train on, %d to validate, %d to test, %d held out"
                .formatted(train.length, validation.length, test.length, heldOut.length);
    }
}
