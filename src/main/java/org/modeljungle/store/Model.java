package org.modeljungle.store;

import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;

/**
 * One weight file with what is known of it. All but its name and its file may be unknown, which is not the same as
 * empty: a model of no class has an empty list of classes, a model whose classes nobody wrote down has none.
 *
 * <pre>{@code
 * Model model = Model.of("vit-017", Path.of("vit-017.safetensors")).withSplit("train").withNumber("accuracy", .93);
 * }</pre>
 *
 * @param id its name, unique among the models it is with
 * @param file its weights
 * @param split the part it belongs to, such as train, val, test
 * @param tree the Model Tree it belongs to: which ancestor it was fine-tuned from
 * @param classes the classes that it knows, each once
 * @param caption the words that describe what it was trained on
 * @param numbers what was measured or set, by name, finite: its accuracy, its learning rate
 * @param fields anything else, by name, as text
 * @param prefixes what its tensors' names are read without: {@code module.}
 */
public record Model(
        String id,
        Path file,
        Optional<String> split,
        Optional<String> tree,
        Optional<List<String>> classes,
        Optional<String> caption,
        Map<String, Double> numbers,
        Map<String, String> fields,
        List<String> prefixes) {

    /** Checks and copies. */
    public Model {
        Check.that(!id.isBlank(), "model %s: expected a name, found '%s'", file, id);
        classes = classes.map(List::copyOf);
        for (List<String> known : classes.stream().toList()) {
            Check.that(
                    new HashSet<>(known).size() == known.size(),
                    "model '%s': expected each class once, found %s",
                    id,
                    known);
        }
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            Check.that(
                    Double.isFinite(number.getValue()),
                    "model '%s': expected a finite number '%s', found %s; leave it out where it is unknown",
                    id,
                    number.getKey(),
                    number.getValue());
        }
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        prefixes = List.copyOf(prefixes);
    }

    /** A file of which nothing else is known. */
    public static Model of(String id, Path file) {
        return new Model(
                id,
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of());
    }

    /** One of its {@link #numbers()}, where it is known. */
    public OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** One of its {@link #fields()}, where it is known. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether it is known to belong to this part. */
    public boolean isOfSplit(String name) {
        return split.filter(name::equals).isPresent();
    }

    /** Whether it is known to belong to this tree. */
    public boolean isOfTree(String name) {
        return tree.filter(name::equals).isPresent();
    }

    /** The same model under another name. */
    public Model withId(String other) {
        return new Model(other, file, split, tree, classes, caption, numbers, fields, prefixes);
    }

    /** The same model, its weights in another file. */
    public Model withFile(Path other) {
        return new Model(id, other, split, tree, classes, caption, numbers, fields, prefixes);
    }

    /** The same model in another part. */
    public Model withSplit(String other) {
        return new Model(id, file, Optional.of(other), tree, classes, caption, numbers, fields, prefixes);
    }

    /** The same model of another tree. */
    public Model withTree(String other) {
        return new Model(id, file, split, Optional.of(other), classes, caption, numbers, fields, prefixes);
    }

    /** The same model, its tree unknown. */
    public Model withoutTree() {
        return new Model(id, file, split, Optional.empty(), classes, caption, numbers, fields, prefixes);
    }

    /** The same model, of known classes. */
    public Model withClasses(List<String> known) {
        return new Model(id, file, split, tree, Optional.of(known), caption, numbers, fields, prefixes);
    }

    /** The same model with other words. */
    public Model withCaption(String other) {
        return new Model(id, file, split, tree, classes, Optional.of(other), numbers, fields, prefixes);
    }

    /** The same model with one more number, or another value of it. */
    public Model withNumber(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(numbers);
        more.put(name, value);
        return new Model(id, file, split, tree, classes, caption, more, fields, prefixes);
    }

    /** The same model with one more field, or another text in it. */
    public Model withField(String name, String text) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, text);
        return new Model(id, file, split, tree, classes, caption, numbers, more, prefixes);
    }

    /** The same model, its tensors' names read without these, for as long as they begin with one. */
    public Model withoutPrefixes(List<String> others) {
        return new Model(id, file, split, tree, classes, caption, numbers, fields, others);
    }

    /**
     * Its weights.
     *
     * @throws IllegalArgumentException as {@link Safetensors#open}
     */
    public Safetensors open() {
        return Safetensors.open(file).withoutPrefixes(prefixes);
    }

    /** Its name and what is known of it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(id);
        split.ifPresent(name -> text.append(", split ").append(name));
        tree.ifPresent(name -> text.append(", tree ").append(name));
        classes.ifPresent(known -> text.append(", classes ").append(known));
        caption.ifPresent(words -> text.append(", \"").append(words).append('"'));
        numbers.forEach((name, value) -> text.append(", %s %s".formatted(name, value)));
        fields.forEach((name, value) -> text.append(", %s '%s'".formatted(name, value)));
        return text.toString();
    }
}
