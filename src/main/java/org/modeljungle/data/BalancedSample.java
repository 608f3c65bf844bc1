package org.modeljungle.data;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * Samples concepts diagonal by diagonal. The cube of shapes x colours x textures falls into 100 diagonals
 * {@code (i, i + a, i + b) mod 10}; each holds every value once. Ten diagonals make a round in which every a and every
 * b comes once, so after a round every pair of shape and colour, and of shape and texture, was sampled equally often.
 */
final class BalancedSample {

    private static final int VALUES = 10;

    private BalancedSample() {}

    static List<Concept> draw(int count, Seeds seeds) {
        Check.that(
                count >= 0 && count <= Concept.COUNT,
                "concepts: expected a count from 0 to %d, found %d; the sampled concepts are distinct",
                Concept.COUNT,
                count);
        int[] shapes = seeds.split("shape").permutation(VALUES);
        int[] colours = seeds.split("colour").permutation(VALUES);
        int[] textures = seeds.split("texture").permutation(VALUES);
        int[] partner = seeds.split("partner").permutation(VALUES);
        List<Concept> drawn = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int diagonal = n / VALUES;
            int a = diagonal % VALUES;
            int b = (partner[a] + diagonal / VALUES) % VALUES;
            int i = seeds.split("diagonal", diagonal).permutation(VALUES)[n % VALUES];
            int colour = colours[(i + a) % VALUES];
            int texture = textures[(i + b) % VALUES];
            drawn.add(Concept.of((shapes[i] * VALUES + colour) * VALUES + texture));
        }
        return List.copyOf(drawn);
    }
}
