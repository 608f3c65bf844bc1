package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.ridge.ScalarRidgeFile;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Safetensors;

/** Opens the readers that experts saved. */
public final class Readers {

    private Readers() {}

    /** What opens each kind of file. */
    static Map<String, Function<ArtifactFile, Expert.Reader>> kinds(
            Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        Map<String, Function<ArtifactFile, Expert.Reader>> kinds = new LinkedHashMap<>(Map.of(
                LinearReader.KIND, LinearReader::of,
                MetanetworkReader.KIND, MetanetworkReader::of,
                RandomExpert.KIND, RandomExpert::of,
                ScalarRidgeFile.KIND, ScalarRidgeExpert::of,
                StatNnReader.KIND, StatNnReader::of));
        kinds.put(OnResiduals.KIND, file -> OnResiduals.of(file, inner -> of(inner, kinds)));
        kinds.putAll(own);
        return kinds;
    }

    /**
     * Opens a reader; see {@link Expert.Reader#open(Path)}.
     *
     * @throws IllegalArgumentException if the file is damaged, or holds something else
     */
    public static Expert.Reader open(Path path) {
        return open(path, Map.of());
    }

    /**
     * Opens a reader that may be of a kind of your own, or read residuals by one.
     *
     * @param own from {@link org.modeljungle.weights.Artifact#kind()} to what makes the reader out of the file
     * @throws IllegalArgumentException if the file is damaged, or holds something else
     */
    public static Expert.Reader open(Path path, Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        Safetensors opened = Safetensors.open(path);
        if (isBare(opened)) {
            return bare(path, MetanetworkFile.read(opened));
        }
        ArtifactFile file = ArtifactFile.of(opened);
        Expert.Reader reader = of(file, kinds(own));
        file.end();
        return reader;
    }

    /**
     * Opens a metanetwork whose file says nothing but its parameters; see
     * {@link Expert.Reader#open(Path, String, List)}.
     */
    static MetanetworkReader open(Path path, String layer, List<String> classes) {
        Safetensors opened = Safetensors.open(path);
        Check.that(
                isBare(opened),
                "%s: expected a file of the public code of ProbeX or MVProbe, whose layer is to be named, found"
                        + " another;"
                        + " Expert.Reader.open(file) opens what says by itself what it reads",
                path);
        MetanetworkFile file = MetanetworkFile.read(opened);
        Check.that(
                !layer.isBlank() && (file.layer().isEmpty() || file.layer().equals(layer)),
                "%s: expected the name of the layer that it reads%s, found '%s'",
                path,
                file.layer().isEmpty() ? "" : ", '" + file.layer() + "'",
                layer);
        return bare(path, (classes.isEmpty() ? file : file.inOrder(classes)).withLayer(layer));
    }

    private static boolean isBare(Safetensors file) {
        return !ArtifactFile.isArtifact(file) && MetanetworkFile.isMetanetwork(file);
    }

    private static MetanetworkReader bare(Path path, MetanetworkFile file) {
        head(path, file.network());
        return MetanetworkReader.of(file);
    }

    /** The head of a network that reads a target. */
    static Head.Linear head(Object where, Metanetwork network) {
        if (network.head() instanceof Head.Linear head) {
            return head;
        }
        throw new IllegalArgumentException(
                where + ": expected a network with a head for labels or numbers, found one that aligns models with"
                        + " texts; AlignmentReader.open opens it");
    }

    /**
     * What a file says of a reader.
     *
     * @param width how many outputs it has
     * @throws IllegalArgumentException if the file has names for another number of them
     */
    static Artifact.About about(ArtifactFile file, int width) {
        List<String> names = file.about().outputs();
        Check.that(
                names.isEmpty() || names.size() == width,
                "%s: expected a name for each of its %d outputs, found %s",
                file,
                width,
                names);
        return file.about();
    }

    /**
     * The same of a reader whose parts tell what kind of target it reads.
     *
     * @throws IllegalArgumentException also if the file says another kind
     */
    static Artifact.About about(ArtifactFile file, int width, Target.Kind kind) {
        String said = file.about().target();
        Check.that(
                said.isEmpty() || said.equals(kind.inFiles()),
                "%s: expected the target '%s', which it reads, found '%s'",
                file,
                kind.inFiles(),
                said);
        return about(file, width).withTarget(kind.inFiles());
    }

    private static Expert.Reader of(ArtifactFile file, Map<String, Function<ArtifactFile, Expert.Reader>> kinds) {
        Check.that(
                kinds.containsKey(file.kind()),
                "%s: expected an expert's reader, one of %s, found a %s",
                file.path(),
                kinds.keySet().stream().sorted().toList(),
                file.kind());
        String target = file.about().target();
        Check.that(
                target.isEmpty() || Target.Kind.ofFiles(target).isPresent(),
                "%s: expected the target %s, found '%s'",
                file,
                Arrays.stream(Target.Kind.values()).map(Target.Kind::inFiles).toList(),
                target);
        return kinds.get(file.kind()).apply(file);
    }
}
