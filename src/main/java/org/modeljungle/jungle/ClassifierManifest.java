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
import java.util.Set;
import java.util.stream.Collectors;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;

/**
 * What of a jungle of classifiers is finished, as {@code jungle.json}; it holds no times, so it is the same each time.
 *
 * @param recipe how the jungle is grown
 * @param hash the recipe's hash
 * @param members the finished models, by tree and index
 */
record ClassifierManifest(ClassifierRecipe recipe, String hash, List<Member> members) {

    static final String FILE = "jungle.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * One model.
     *
     * @param tree the name of its tree, or of the forest
     * @param index its number there
     * @param split train, val or test
     * @param file its weights, relative to the jungle's folder, with slashes
     */
    record Member(String tree, int index, String split, String file) {}

    /** The manifest of a folder, or a new one. @throws IllegalArgumentException if it is of another recipe */
    static ClassifierManifest readOrStart(ClassifierRecipe recipe, Path folder) {
        if (!Files.exists(folder.resolve(FILE))) {
            ClassifierManifest start = new ClassifierManifest(recipe, recipe.hash(), List.of());
            start.write(folder);
            return start;
        }
        ClassifierManifest found = read(folder);
        Check.that(
                found.recipe.equals(recipe) && found.hash.equals(recipe.hash()),
                "jungle %s: expected one grown from recipe %s, found %s; grow into another folder",
                folder,
                recipe.hash(),
                found.hash);
        return new ClassifierManifest(recipe, found.hash, found.members); // this recipe knows where its pictures lie
    }

    boolean isComplete() {
        return members.size() == recipe.families().size() * recipe.children() + recipe.forest();
    }

    /** The finished models of a tree, by index. */
    List<Member> of(String tree) {
        return members.stream().filter(member -> member.tree.equals(tree)).toList();
    }

    /** The numbers of a tree's finished models. */
    Set<Integer> finished(String tree) {
        return of(tree).stream().map(Member::index).collect(Collectors.toSet());
    }

    ClassifierManifest with(List<Member> more) {
        List<Member> all = new ArrayList<>(members);
        all.addAll(more);
        all.sort(Comparator.comparing(Member::tree).thenComparingInt(Member::index));
        return new ClassifierManifest(recipe, hash, List.copyOf(all));
    }

    void write(Path folder) {
        AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(this)));
    }

    static ClassifierManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a jungle, found no %s in it; grow one with ClassifierJungle.grow, or check the path",
                folder,
                FILE);
        try {
            return JSON.readValue(Files.readAllBytes(file), ClassifierManifest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a manifest of a jungle of classifiers, found " + e.getOriginalMessage()
                            + "; move the folder away and grow it anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
