package org.modeljungle.weights;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.Version;

/**
 * Something trained, in the parts that a file holds. Every reader, alignment, probing method and router is saved
 * in this one form: a safetensors file whose metadata says what it is, with which settings, what it reads and what it
 * was trained on. {@link ArtifactFile} reads it.
 *
 * <p>The same artifact gives the same bytes.
 *
 * @param kind what it is: {@code ridge}, {@code router}
 * @param settings plain data: a record of numbers, texts, lists and records, or a tree of {@link PlainJson}
 * @param about what it reads, says and was trained on
 * @param tensors all that was learnt, by name
 * @param metadata further metadata, for other readers of the same file; none in most
 */
public record Artifact(
        String kind, Object settings, About about, Map<String, Weight> tensors, Map<String, String> metadata) {

    /**
     * The version of the form that is written; later ones are refused. Files of form 1 have no digest of their content.
     */
    public static final int FORM = 2;

    static final String KIND = "kind";
    static final String SETTINGS = "settings";
    static final String LAYERS = "layers";
    static final String OUTPUTS = "outputs";
    static final String TRAINING_SET = "training_set";
    static final String TARGET = "target";
    static final String FORM_KEY = "form";
    static final String LIBRARY = "modeljungle";

    /**
     * What it reads, says and was trained on.
     *
     * @param layers the layers that it reads, in the order in which it sums them up; empty where it reads whole files
     * @param outputs what its outputs are called, for example class names; empty where they have no names
     * @param trainingSet SHA-256 of what it was trained on; empty if unknown
     * @param target what kind of target it reads, {@code labels}, {@code label} or {@code numbers}; empty where it
     *     reads none, and in files that were written before this was kept
     */
    public record About(List<LayerSize> layers, List<String> outputs, String trainingSet, String target) {

        /** Nothing is known. */
        public static final About NOTHING = new About(List.of(), List.of(), "");

        /** Copies the lists. */
        public About {
            layers = List.copyOf(layers);
            outputs = List.copyOf(outputs);
        }

        /** Of what reads no target. */
        public About(List<LayerSize> layers, List<String> outputs, String trainingSet) {
            this(layers, outputs, trainingSet, "");
        }

        /** The same with a target of this kind. */
        public About withTarget(String kind) {
            return new About(layers, outputs, trainingSet, kind);
        }
    }

    /**
     * An artifact inside another one, as part of its settings.
     *
     * @param kind what it is
     * @param settings its settings
     */
    public record Part(String kind, Object settings) {}

    /** Copies the maps. */
    public Artifact {
        Check.that(!kind.isBlank(), "artifact: expected a kind, found a blank");
        tensors = new LinkedHashMap<>(tensors);
        metadata = new TreeMap<>(metadata);
    }

    /** Without further metadata. */
    public Artifact(String kind, Object settings, About about, Map<String, Weight> tensors) {
        this(kind, settings, about, tensors, Map.of());
    }

    /** What another artifact's settings say of this one. */
    public Part part() {
        return new Part(kind, settings);
    }

    /** Writes it; an existing file is replaced in one step. */
    public void write(Path file) {
        Map<String, String> all = new TreeMap<>(metadata);
        all.put(KIND, kind);
        all.put(SETTINGS, PlainJson.text(settings));
        all.put(LAYERS, PlainJson.text(about.layers));
        all.put(OUTPUTS, PlainJson.text(about.outputs));
        all.put(TRAINING_SET, about.trainingSet);
        if (!about.target.isEmpty()) {
            all.put(TARGET, about.target);
        }
        all.put(FORM_KEY, Integer.toString(FORM));
        all.put(LIBRARY, Version.current());
        all.put(ContentDigest.KEY, ContentDigest.of(all, tensors));
        Safetensors.write(file, tensors, all);
    }
}
