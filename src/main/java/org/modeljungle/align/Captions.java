package org.modeljungle.align;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.text.TextEncoder;

/** Captions of models, and their checked vectors. */
final class Captions {

    private Captions() {}

    /** Throws unless every model has one. */
    static void check(List<String> captions) {
        Check.that(!captions.isEmpty(), "captions: expected at least one model, found an empty jungle");
        for (int model = 0; model < captions.size(); model++) {
            String caption = captions.get(model);
            Check.that(
                    caption != null && !caption.isBlank(),
                    "caption of model %d: expected words, found %s; give every model a caption or leave it out",
                    model,
                    caption == null ? "none" : "'" + caption + "'");
        }
    }

    /** The different captions of some models, in the order in which they first appear. */
    static List<String> distinct(List<String> captions, int... models) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        for (int model : models) {
            Check.that(
                    model >= 0 && model < captions.size(),
                    "models: expected indices from 0 to %d, found %d",
                    captions.size() - 1,
                    model);
            distinct.add(captions.get(model));
        }
        return List.copyOf(distinct);
    }

    /** For each of some models, the position of its caption among the candidates. */
    static int[] positions(List<String> captions, int[] models, List<String> candidates) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            Check.that(
                    places.put(candidates.get(i), i) == null,
                    "candidates: expected different captions, found '%s' twice",
                    candidates.get(i));
        }
        return Arrays.stream(models)
                .map(model -> {
                    Integer place = places.get(captions.get(model));
                    Check.that(
                            place != null,
                            "model %d: expected its caption '%s' among the %d candidates; add it or leave the model"
                                    + " out",
                            model,
                            captions.get(model),
                            candidates.size());
                    return place;
                })
                .toArray();
    }

    /** The vectors of texts: captions, or what is searched for // [texts, width] */
    static float[][] encode(TextEncoder encoder, List<String> captions) {
        Check.that(!captions.isEmpty(), "texts: expected 1 or more, found none");
        for (String caption : captions) {
            Check.that(
                    caption != null && !caption.isBlank(),
                    "text: expected words, found %s",
                    caption == null ? "none" : "'" + caption + "'");
        }
        float[][] rows = encoder.encode(captions);
        Check.that(
                rows.length == captions.size(),
                "text encoder: expected a vector for each of %d captions, found %d",
                captions.size(),
                rows.length);
        for (int i = 0; i < rows.length; i++) {
            double norm = Vectors.norm(rows[i]);
            Check.that(
                    rows[i].length == rows[0].length
                            && (encoder.isOfUnitLength() ? Math.abs(norm - 1) < 1e-3 : norm > 0),
                    "text encoder: expected %d numbers of length %s for '%s', found %d of length %s; divide each"
                            + " vector by its length, or use the encoder's raw()",
                    rows[0].length,
                    encoder.isOfUnitLength() ? "1" : "above 0",
                    captions.get(i),
                    rows[i].length,
                    norm);
        }
        return rows;
    }

    /** The captions' vectors less a mean // [captions, width] */
    static float[][] centred(TextEncoder encoder, List<String> captions, float... mean) {
        return less(encode(encoder, captions), mean);
    }

    /** Vectors less a mean // [texts, width] */
    static float[][] less(float[][] texts, float... mean) {
        float[][] centred = new float[texts.length][mean.length];
        for (int i = 0; i < centred.length; i++) {
            Check.that(
                    texts[i].length == mean.length,
                    "text encoder: expected vectors of %d numbers, as in training, found %d",
                    mean.length,
                    texts[i].length);
            for (int k = 0; k < mean.length; k++) {
                centred[i][k] = texts[i][k] - mean[k];
            }
        }
        return centred;
    }
}
