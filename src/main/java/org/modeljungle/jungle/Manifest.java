package org.modeljungle.jungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;

/**
 * What of a jungle is finished, as {@code jungle.json}; it holds no times, so it is the same each time.
 *
 * @param recipe how the jungle is grown
 * @param hash the recipe's hash
 * @param members the finished models, by index
 */
record Manifest(Recipe recipe, String hash, List<Member> members) {

    static final String FILE = "jungle.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One model.
     *
     * @param index 0 to {@code recipe.models() - 1}
     * @param split train, val, test, val_holdout or test_holdout
     * @param caption what it was taught to draw
     * @param file its weights, relative to the jungle's folder, with slashes
     */
    record Member(int index, String split, String caption, String file) {}

    static Manifest start(Recipe recipe) {
        return new Manifest(recipe, recipe.hash(), List.of());
    }

    boolean isComplete() {
        return members.size() == recipe.models();
    }

    boolean has(int index) {
        return members.stream().anyMatch(member -> member.index == index);
    }

    Manifest with(List<Member> more) {
        List<Member> all = new ArrayList<>(members);
        all.addAll(more);
        all.sort(Comparator.comparingInt(Member::index));
        return new Manifest(recipe, hash, List.copyOf(all));
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(this)));
    }

    static Manifest read(Path folder) {
        Path file = folder.resolve(FILE);
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a jungle, found no %s in it; grow one with Jungle.grow, or check the path",
                folder,
                FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), Manifest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a jungle's manifest, found " + e.getOriginalMessage()
                            + "; move the folder away and grow it anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
