package org.modeljungle.router;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** A router in a safetensors file: centroids [trees, size] and members [trees]; the settings are in the remarks. */
final class RouterFile {

    private static final String CENTROIDS = "centroids";
    private static final String MEMBERS = "members";
    private static final String SAMPLES = "samples";
    private static final String SEED = "seed";
    private static final String SKIP = "skip";
    private static final String THRESHOLD = "threshold";

    private RouterFile() {}

    static void write(Router router, Path file) {
        Signatures centroids = router.centroids();
        long[] members = Arrays.stream(router.sizes()).asLongStream().toArray();
        Safetensors.write(
                file,
                Map.of(
                        CENTROIDS, Weight.of(centroids.values(), centroids.models(), centroids.size()),
                        MEMBERS, Weight.of(members, members.length)),
                Map.of(
                        SAMPLES, Integer.toString(router.signer().samples()),
                        SEED, Long.toString(router.signer().seed()),
                        SKIP, router.signer().skip(),
                        THRESHOLD, Double.toString(router.threshold())));
    }

    static Router read(Path path) {
        Safetensors file = Safetensors.open(path);
        List<Long> shape = file.info(CENTROIDS).shape();
        int[] sizes = file.ints(MEMBERS);
        Check.that(
                shape.size() == 2
                        && shape.get(0) == sizes.length
                        && Arrays.stream(sizes).allMatch(size -> size > 0),
                "router in %s: expected centroids [trees, size] and how many models each has, found %s and %s",
                path,
                shape,
                Arrays.toString(sizes));
        int size = Math.toIntExact(shape.get(1));
        ModelCard card = ModelCard.of(file);
        double threshold = card.number(THRESHOLD);
        Check.that(threshold > 0, "router in %s: expected a threshold above 0, found %s", path, threshold);
        Signer signer = new Signer(size, samples(card), card.whole(SEED), card.text(SKIP));
        return new Router(signer, new Signatures(sizes.length, size, file.floats(CENTROIDS)), sizes, threshold);
    }

    private static int samples(ModelCard card) {
        long samples = card.whole(SAMPLES);
        Check.that(
                samples > 0 && samples <= Integer.MAX_VALUE,
                "metadata '%s' in %s: expected a number of samples, found %d",
                SAMPLES,
                card.where(),
                samples);
        return (int) samples;
    }
}
