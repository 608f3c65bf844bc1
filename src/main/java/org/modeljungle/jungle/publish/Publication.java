package org.modeljungle.jungle.publish;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.Jungle;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;

/**
 * The models of some jungles as a crowd of people might publish them: each in one of eight {@linkplain Dialect
 * dialects}, in one of three types of numbers, some in several files; half of them have a card that says what they were
 * taught, one in twelve is {@linkplain Damage damaged}. What stands behind each is a LoRA that was really trained: a
 * difference, a LoKr or a whole model is that LoRA written in another way.
 *
 * <pre>{@code
 * Publication published = Publication.write(folder, List.of(jungle), new Seeds(13));
 * LocalHub local = LocalHub.serve(folder);
 * }</pre>
 *
 * @param folder for {@link org.modeljungle.hub.LocalHub#serve}
 * @param models what is true of each: its base's id as its tree, its caption, and the fields {@code dialect},
 *     {@code numbers}, {@code card} and {@code damage}; called by their ids on the hub
 * @param bases the ids of the base models that they were fine-tuned from, in the jungles' order
 */
public record Publication(Path folder, Models models, List<String> bases) {

    /** The owner of all models. */
    public static final String OWNER = "strangers";

    /** The owner of the base models. */
    public static final String BASES = "workshop";

    /** The field that says how a model is written. */
    public static final String DIALECT = "dialect";

    /** The field that says of which type its numbers are. */
    public static final String NUMBERS = "numbers";

    /** The field that says whether it has a card: {@code yes} or {@code no}. */
    public static final String CARD = "card";

    /** The field that says what is wrong with it: {@code none} for a sound one. */
    public static final String DAMAGE = "damage";

    private static final int DAMAGED = 12; // one in so many
    private static final int NAMES = 1 << 16;
    private static final List<Damage> DAMAGES = List.of(Damage.values());
    private static final List<Dialect> DIALECTS = List.of(Dialect.values());
    private static final List<Dtype> TYPES = List.of(Dtype.F32, Dtype.F16, Dtype.BF16);
    private static final List<Double> ALPHAS = List.of(1.0, 4.0, 8.0, 16.0);

    public Publication {
        bases = List.copyOf(bases);
    }

    /**
     * Writes all models of some jungles, in an order and under names that say nothing, and the base of each jungle.
     *
     * @param folder should hold nothing else
     * @param seeds the same ones give the same bytes
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Publication write(Path folder, List<Jungle> jungles, Seeds seeds) {
        Check.that(!jungles.isEmpty(), "publication: expected 1 jungle or more, found none");
        Map<String, FineTuned> trees = new LinkedHashMap<>();
        List<Model> loras = new ArrayList<>();
        for (Jungle jungle : jungles) {
            String tree = BASES + "/base-" + (char) ('a' + trees.size());
            trees.put(tree, FineTuned.base(jungle.ancestorFile()));
            jungle.models().forEach(lora -> loras.add(lora.withTree(tree)));
        }
        List<Model> published = new ArrayList<>();
        int[] order = seeds.split("order").permutation(loras.size());
        int[] names = seeds.split("names").permutation(Math.max(NAMES, loras.size()));
        try (Progress progress = Progress.of("publishing models", loras.size())) {
            for (int i = 0; i < order.length; i++) {
                Model lora = loras.get(order[i]);
                Release release = release(i, lora, seeds.split("release", i));
                String id = OWNER + "/drawing-%04x".formatted(names[i]);
                Path file = release.write(
                        folder.resolve(id), trees.get(lora.tree().orElseThrow()).with(lora.file()));
                published.add(known(id, file, lora, release));
                progress.step();
            }
        }
        return new Publication(folder, Models.of(folder.toString(), published), bases(folder, trees));
    }

    private static Release release(int i, Model lora, Seeds seeds) {
        UniformRandomProvider random = seeds.random();
        boolean card = random.nextBoolean();
        Optional<Damage> damage =
                i % DAMAGED == DAMAGED / 2 ? Optional.of(DAMAGES.get(i / DAMAGED % DAMAGES.size())) : Optional.empty();
        Dialect dialect = damage.map(Damage::dialect).orElseGet(() -> DIALECTS.get(random.nextInt(DIALECTS.size())));
        return new Release(
                dialect,
                TYPES.get(random.nextInt(TYPES.size())),
                ALPHAS.get(random.nextInt(ALPHAS.size())),
                random.nextBoolean() ? Dialect.PARALLEL : Dialect.COMPILED,
                dialect == Dialect.WHOLE && damage.isEmpty() && random.nextInt(3) == 0,
                lora.caption().filter(caption -> card),
                damage);
    }

    private static Model known(String id, Path file, Model lora, Release release) {
        return Model.of(id, file)
                .withTree(lora.tree().orElseThrow())
                .withCaption(lora.caption().orElseThrow())
                .withField(DIALECT, release.dialect().title())
                .withField(NUMBERS, release.dtype().toString())
                .withField(CARD, release.caption().isPresent() ? "yes" : "no")
                .withField(DAMAGE, release.damage().map(Damage::title).orElse("none"));
    }

    private static List<String> bases(Path folder, Map<String, FineTuned> trees) {
        Release whole = new Release(Dialect.WHOLE, Dtype.F32, 1, "", false, Optional.empty(), Optional.empty());
        trees.forEach((id, base) -> whole.write(folder.resolve(id), base));
        return List.copyOf(trees.keySet());
    }
}
