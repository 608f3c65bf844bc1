package org.modeljungle.jungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;

/** The recipe of a jungle of classifiers in its folder, {@code jungle.json}. */
final class JungleFile {

    private static final String FILE = "jungle.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JungleFile() {}

    /** Writes the recipe into its folder, which may already hold one with the same hash and other numbers of models. */
    static void writeOrCheck(Path folder, ClassifierRecipe recipe) {
        if (Files.exists(folder.resolve(FILE))) {
            ClassifierRecipe found = read(folder);
            Check.that(
                    found.hash().equals(recipe.hash()),
                    "jungle %s: expected one grown from recipe %s, found %s; grow into another folder",
                    folder,
                    recipe.hash(),
                    found.hash());
            if (found.equals(recipe)) {
                return;
            }
        }
        AtomicFile.write(folder.resolve(FILE), out -> out.write(JSON.writeValueAsBytes(recipe)));
    }

    static ClassifierRecipe read(Path folder) {
        Path file = folder.resolve(FILE);
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a jungle, found no %s in it; grow one with ClassifierJungle.grow, or check the path",
                folder,
                FILE);
        try {
            ClassifierRecipe found = JSON.readValue(Files.readAllBytes(file), ClassifierRecipe.class);
            Check.that(
                    found != null,
                    "%s: expected the recipe of a jungle of classifiers, found null; move the folder away and grow it anew",
                    file);
            return found;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected the recipe of a jungle of classifiers, found " + JsonProblem.of(e)
                            + "; move the folder away and grow it anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
