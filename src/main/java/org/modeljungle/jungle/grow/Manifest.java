package org.modeljungle.jungle.grow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

/**
 * The finished parts of a folder, as {@code manifest.json}; it holds no times, so it is the same each time.
 *
 * @param kind what the folder holds: {@code jungle} or {@code zoo}
 * @param type the kind of recipe
 * @param recipe how it is grown
 * @param digest the recipe's digest
 * @param units the finished units, by number
 */
public record Manifest(
        String kind, String type, JsonNode recipe, String digest, SortedMap<Integer, List<Member>> units) {

    /** Its name in the folder. */
    public static final String FILE = "manifest.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * A file of a unit, mostly one model.
     *
     * @param id the model's name
     * @param file its weights, relative to the folder, with slashes
     * @param split train, val, test, val_holdout or test_holdout; null where models have none
     * @param classes the classes that it was trained on, in the order of its outputs; null if unknown
     * @param caption what it was trained on, in words; null if unknown
     * @param numbers what else is known of it, such as its learning rate
     * @param fields what is known of it in words, such as its learning rate's schedule
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Member(
            String id,
            String file,
            String split,
            List<String> classes,
            String caption,
            Map<String, Double> numbers,
            Map<String, String> fields) {

        /** Sorts what is known. */
        public Member {
            numbers = numbers == null ? Map.of() : new TreeMap<>(numbers);
            fields = fields == null ? Map.of() : new TreeMap<>(fields);
        }

        /** A file of which no more is known here. */
        public static Member of(String id, String file) {
            return new Member(id, file, null, null, null, Map.of(), Map.of());
        }

        /** What is known of a model whose file lies in a folder. */
        static Member of(Path folder, Model model) {
            return new Member(
                    model.id(),
                    folder.relativize(model.file()).toString().replace('\\', '/'),
                    model.split().orElse(null),
                    model.classes().orElse(null),
                    model.caption().orElse(null),
                    model.numbers(),
                    model.fields());
        }

        private Model model(Path folder) {
            return new Model(
                    id,
                    folder.resolve(file),
                    Optional.ofNullable(split),
                    Optional.empty(),
                    Optional.ofNullable(classes),
                    Optional.ofNullable(caption),
                    numbers,
                    fields,
                    List.of());
        }
    }

    /** Sorts the units. */
    public Manifest {
        units = new TreeMap<>(units);
    }

    static Manifest start(Plan plan) {
        return new Manifest(plan.kind(), plan.type(), plan.recipe(), plan.digest(), new TreeMap<>());
    }

    /**
     * All models of all units, in the order of their numbers.
     *
     * @param folder where the manifest lies
     */
    public Models models(Path folder) {
        List<Model> models = units.values().stream()
                .flatMap(List::stream)
                .map(member -> member.model(folder))
                .toList();
        return Models.of(kind + " " + folder, models);
    }

    /**
     * The recipe as an object.
     *
     * @throws IllegalArgumentException if it is no recipe of this class
     */
    public <R> R recipe(Class<R> recipe, Path folder) {
        try {
            return JSON.treeToValue(this.recipe, recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: expected settings of a %s, found %s"
                            .formatted(folder.resolve(FILE), recipe.getSimpleName(), JsonProblem.of(e)),
                    e);
        }
    }

    Manifest with(int unit, List<Member> members) {
        SortedMap<Integer, List<Member>> more = new TreeMap<>(units);
        more.put(unit, List.copyOf(members));
        return new Manifest(kind, type, recipe, digest, more);
    }

    /** The same for a plan with other numbers of models. */
    Manifest with(Plan plan) {
        return new Manifest(plan.kind(), plan.type(), plan.recipe(), plan.digest(), units);
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(this)));
    }

    /**
     * The manifest of a folder.
     *
     * @param kind what is expected there
     * @param call the method that grows one, for messages
     * @throws IllegalArgumentException if there is none, or it is damaged or of another kind
     */
    public static Manifest read(Path folder, String kind, String call) {
        Path file = folder.resolve(FILE);
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a %s, found no %s in it; grow one with %s, or check the path",
                folder,
                kind,
                FILE,
                call);
        Manifest found;
        try {
            found = JSON.readValue(Files.readAllBytes(file), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: expected the manifest of a %s, found %s; move the folder away and grow it anew"
                            .formatted(file, kind, JsonProblem.of(e)),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
        Check.that(
                found != null,
                "%s: expected the manifest of a %s, found null; move the folder away and grow it anew",
                file,
                kind);
        Check.that(kind.equals(found.kind), "%s: expected a %s, found a %s", folder, kind, found.kind);
        return found;
    }
}
