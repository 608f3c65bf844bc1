package org.modeljungle.router;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/** A router in a file: centroids [trees, size], members [trees], and the trees' names as those of its outputs. */
final class RouterFile {

    static final String KIND = "router";

    private static final String CENTROIDS = "centroids";
    private static final String MEMBERS = "members";

    private record Settings(Fingerprinter fingerprinter, double threshold) {}

    private RouterFile() {}

    static Artifact artifact(Router router) {
        Fingerprints centroids = router.centroids();
        long[] members = Arrays.stream(router.sizes()).asLongStream().toArray();
        return new Artifact(
                KIND,
                new Settings(router.fingerprinter(), router.threshold()),
                new Artifact.About(List.of(), router.names(), router.trainingSet()),
                Map.of(
                        CENTROIDS, Weight.of(centroids.values(), centroids.models(), centroids.size()),
                        MEMBERS, Weight.of(members, members.length)));
    }

    static Router read(Path path) {
        ArtifactFile file = ArtifactFile.open(path, KIND, "a router");
        Settings settings = file.settings(Settings.class);
        Check.that(
                settings.threshold > 0 && Double.isFinite(settings.threshold),
                "%s: expected a threshold above 0, found %s",
                file,
                settings.threshold);
        int trees = file.length(MEMBERS, 0);
        int size = settings.fingerprinter.size();
        float[] centroids = file.floats(CENTROIDS, trees, size);
        int[] sizes = sizes(file, file.longs(MEMBERS, trees));
        file.end();
        return new Router(
                settings.fingerprinter,
                new Fingerprints(trees, size, centroids),
                names(file, trees),
                sizes,
                settings.threshold,
                file.about().trainingSet());
    }

    private static List<String> names(ArtifactFile file, int trees) {
        List<String> names = file.about().outputs();
        Check.that(
                names.size() == trees
                        && names.stream()
                                        .filter(name -> !name.isBlank())
                                        .distinct()
                                        .count()
                                == trees,
                "%s: expected a name of its own for each of %d trees, found %s",
                file,
                trees,
                names);
        return names;
    }

    private static int[] sizes(ArtifactFile file, long... members) {
        Check.that(members.length > 0, "%s: expected 1 tree or more, found none", file);
        for (long count : members) {
            Check.that(
                    count > 0 && count <= Integer.MAX_VALUE,
                    "%s: expected 1 model or more in each tree, found %s",
                    file,
                    Arrays.toString(members));
        }
        return Arrays.stream(members).mapToInt(Math::toIntExact).toArray();
    }
}
