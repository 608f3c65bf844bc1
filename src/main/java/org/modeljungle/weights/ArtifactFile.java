package org.modeljungle.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeljungle.Check;

/**
 * A file that an {@link Artifact} was written to, read piece by piece and checked in full: whoever opens it takes each
 * tensor with the shape that it must have, and calls {@link #end()} when all were taken.
 */
public final class ArtifactFile {

    private static final String WITHOUT_DIGEST = "1"; // the form

    private final Safetensors file;
    private final String kind;
    private final JsonNode settings;
    private final Artifact.About about;
    private final Set<String> taken;

    private ArtifactFile(Safetensors file, String kind, JsonNode settings, Artifact.About about, Set<String> taken) {
        this.file = file;
        this.kind = kind;
        this.settings = settings;
        this.about = about;
        this.taken = taken;
    }

    /**
     * Opens a file and reads what it says of itself.
     *
     * @throws IllegalArgumentException if it is damaged, none of these files, or written in a later form
     */
    public static ArtifactFile open(Path path) {
        return of(Safetensors.open(path));
    }

    /**
     * As {@link #open(Path)}, of a file of one kind.
     *
     * @param called what that is called in messages, with its article
     * @throws IllegalArgumentException also if it is of another kind
     */
    public static ArtifactFile open(Path path, String kind, String called) {
        ArtifactFile file = open(path);
        Check.that(file.kind.equals(kind), "%s: expected %s, found a %s", path, called, file.kind);
        return file;
    }

    /** As {@link #open(Path)}, of an open file. */
    public static ArtifactFile of(Safetensors file) {
        checkForm(file);
        JsonNode settings = PlainJson.tree(
                "settings in " + file.path() + ": expected JSON, found", remark(file, Artifact.SETTINGS));
        List<LayerSize> layers = PlainJson.list(
                "layers in " + file.path() + ": expected names and sizes, found",
                remark(file, Artifact.LAYERS),
                LayerSize.class);
        List<String> outputs = PlainJson.list(
                "outputs in " + file.path() + ": expected names, found", remark(file, Artifact.OUTPUTS), String.class);
        Artifact.About about = new Artifact.About(
                layers,
                outputs,
                remark(file, Artifact.TRAINING_SET),
                file.metadata().getOrDefault(Artifact.TARGET, ""));
        return new ArtifactFile(file, remark(file, Artifact.KIND), settings, about, new HashSet<>());
    }

    /** Whether a file says that it is an {@link Artifact}, be it a damaged one. */
    public static boolean isArtifact(Safetensors file) {
        return file.metadata().containsKey(Artifact.FORM_KEY) || file.metadata().containsKey(Artifact.KIND);
    }

    private static void checkForm(Safetensors file) {
        String form = remark(file, Artifact.FORM_KEY);
        Check.that(
                form.matches("[1-9]\\d{0,5}"),
                "%s: expected the version of its form, a number from 1 on, found '%s'",
                file.path(),
                form);
        Check.that(
                Integer.parseInt(form) <= Artifact.FORM,
                "%s: expected a file of form %d or earlier, found form %s, written by Model Jungle %s; take that"
                        + " version or a later one",
                file.path(),
                Artifact.FORM,
                form,
                file.metadata().get(Artifact.LIBRARY));
    }

    private static String remark(Safetensors file, String key) {
        String value = file.metadata().get(key);
        Check.that(
                value != null,
                "%s: expected a file of something trained, whose metadata has '%s', found %s",
                file.path(),
                key,
                file.metadata().keySet());
        return value;
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** The underlying file, with its metadata. */
    public Safetensors safetensors() {
        return file;
    }

    /** What it is. */
    public String kind() {
        return kind;
    }

    /** What it reads, says and was trained on. */
    public Artifact.About about() {
        return about;
    }

    /**
     * Its settings.
     *
     * @throws IllegalArgumentException if one is missing, unknown or out of range
     */
    public <T> T settings(Class<T> type) {
        return PlainJson.of(this + ": expected its settings, found", settings, type, Map.of());
    }

    /** Its settings as a tree, for {@link PlainJson}. */
    public JsonNode settings() {
        return settings;
    }

    /**
     * The artifact inside this one that its settings have under this name. It takes tensors from the same file.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ArtifactFile part(String name) {
        JsonNode part = settings.path(name);
        Check.that(
                part.path(Artifact.KIND).isTextual() && part.has(Artifact.SETTINGS),
                "%s: expected the kind and settings of its '%s', found %s",
                this,
                name,
                part.isMissingNode() ? "none" : part);
        return new ArtifactFile(file, part.path(Artifact.KIND).asText(), part.path(Artifact.SETTINGS), about, taken);
    }

    /** Whether it has a tensor of this name. */
    public boolean has(String name) {
        return file.has(name);
    }

    /**
     * Takes a tensor of single precision.
     *
     * @param shape what it must have
     * @return finite numbers, row-major
     * @throws IllegalArgumentException if it is missing, of another type or shape, or not finite
     */
    public float[] floats(String name, int... shape) {
        take(name, Dtype.F32, shape);
        float[] values = file.floats(name);
        for (int i = 0; i < values.length; i++) {
            checkFinite(name, i, values[i]);
        }
        return values;
    }

    /** Takes a tensor of double precision; as {@link #floats}. */
    public double[] doubles(String name, int... shape) {
        take(name, Dtype.F64, shape);
        double[] values = file.doubles(name);
        for (int i = 0; i < values.length; i++) {
            checkFinite(name, i, values[i]);
        }
        return values;
    }

    /** Takes a tensor of whole numbers; as {@link #floats}. */
    public long[] longs(String name, int... shape) {
        take(name, Dtype.I64, shape);
        return file.longs(name);
    }

    /**
     * One length of a tensor, where no setting says it.
     *
     * @param axis counted from 0
     * @throws IllegalArgumentException if it is missing or has no such axis
     */
    public int length(String name, int axis) {
        checkThere(name);
        List<Long> shape = file.info(name).shape();
        Check.that(
                axis < shape.size() && shape.get(axis) <= Integer.MAX_VALUE,
                "tensor '%s' of %s: expected a length on axis %d, found the shape %s",
                name,
                this,
                axis,
                shape);
        return Math.toIntExact(shape.get(axis));
    }

    /**
     * Checks that everything was taken, and that nothing was changed since the file was written.
     *
     * @throws IllegalArgumentException if unknown tensors are left, or the content is not what the file says
     */
    public void end() {
        List<String> left = new ArrayList<>(file.names());
        left.removeAll(taken);
        Check.that(
                left.isEmpty(),
                "%s: expected the tensors %s, found %s too; it was written by something else",
                this,
                taken.stream().sorted().toList(),
                left);
        if (!remark(file, Artifact.FORM_KEY).equals(WITHOUT_DIGEST)) {
            ContentDigest.check(file, remark(file, ContentDigest.KEY));
        }
    }

    private void take(String name, Dtype dtype, int... shape) {
        checkThere(name);
        TensorInfo info = file.info(name);
        List<Long> expected = Arrays.stream(shape).asLongStream().boxed().toList();
        Check.that(
                info.dtype() == dtype && info.shape().equals(expected),
                "tensor '%s' of %s: expected %s %s, found %s %s",
                name,
                this,
                dtype,
                expected,
                info.dtype(),
                info.shape());
        taken.add(name);
    }

    private void checkThere(String name) {
        Check.that(
                file.has(name),
                "%s: expected a tensor '%s', found %s",
                this,
                name,
                file.names().stream().limit(10).collect(Collectors.joining(", ", "[", "]")));
    }

    private void checkFinite(String name, int at, double value) {
        Check.that(
                Double.isFinite(value),
                "tensor '%s' of %s: expected finite numbers, found %s at element %d",
                name,
                this,
                value,
                at);
    }

    /** The kind and the file, for messages. */
    @Override
    public String toString() {
        return kind + " in " + file.path();
    }
}
