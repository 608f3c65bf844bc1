package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;
import org.modeljungle.weights.NaturalOrder;

/**
 * The two layouts of the public jungle Model-J on disk, which home-grown jungles share.
 *
 * <ul> <li>Discriminative, a Hugging Face cache: {@code SPLIT/models--OWNER--NAME/refs/main} names the revision
 * {@code REV} of {@code SPLIT/models--OWNER--NAME/snapshots/REV/model.safetensors}. <li>Generative:
 * {@code SPLIT/model_idx_NNNN/pytorch_lora_weights.safetensors}, {@linkplain org.modeljungle.adapters.Adapter LoRA} pairs.
 * </ul>
 */
public final class ModelJ {

    /** The splits, in the order they are listed; any other comes behind them, in natural order. */
    public static final List<String> SPLITS = List.of("train", "val", "test", "val_holdout", "test_holdout");

    private static final String GENERATIVE_FILE = "pytorch_lora_weights.safetensors";
    private static final String GENERATIVE_FOLDER = "model_idx_";
    private static final String DISCRIMINATIVE_FILE = "model.safetensors";
    private static final String DISCRIMINATIVE_FOLDER = "models--";
    private static final Pattern REVISION = Pattern.compile("[0-9A-Za-z_][0-9A-Za-z._-]*");

    private ModelJ() {}

    /** The models of a folder, by split in the order of {@link #SPLITS}, then by id in natural order. */
    static List<Model> list(Path folder) {
        Check.that(
                Files.isDirectory(folder),
                "%s: expected a folder of models, found %s; check the path",
                folder,
                Files.exists(folder) ? "a file" : "nothing");
        List<Model> models = new ArrayList<>();
        for (Path split : folders(folder, name -> !name.startsWith("."))) {
            models.addAll(models(split));
        }
        Check.that(
                !models.isEmpty(),
                "%s: expected models such as train/model_idx_0001/%s or train/models--OWNER--NAME, found none;"
                        + " give the folder that holds the splits",
                folder,
                GENERATIVE_FILE);
        Comparator<Model> bySplit = Comparator.comparingInt(model -> rank(splitOf(model)));
        models.sort(bySplit.thenComparing(ModelJ::splitOf, NaturalOrder.NATURAL)
                .thenComparing(Model::id, NaturalOrder.NATURAL));
        long names = models.stream().map(Model::id).distinct().count();
        return names == models.size() ? models : withSplitsInNames(models);
    }

    private static List<Model> withSplitsInNames(List<Model> models) {
        return models.stream()
                .map(model -> model.withId(splitOf(model) + "/" + model.id()))
                .toList();
    }

    private static String splitOf(Model model) {
        return model.split().orElseThrow();
    }

    /** Where the file of one model goes in the generative layout; makes nothing. */
    public static Model generative(Path folder, String split, int index) {
        Check.that(index >= 0, "model index: expected 0 or more, found %d", index);
        String id = String.format("%s%04d", GENERATIVE_FOLDER, index);
        return model(split, id, folder.resolve(split).resolve(id).resolve(GENERATIVE_FILE));
    }

    /**
     * Where the file of one model goes in the discriminative layout; makes its reference to the revision.
     *
     * @param id the model's name, {@code OWNER/NAME}
     * @param revision the name of the only revision it has
     */
    public static Model discriminative(Path folder, String split, String id, String revision) {
        Check.that(id.matches("[^/]+/[^/]+"), "model id: expected OWNER/NAME, found '%s'", id);
        Check.that(REVISION.matcher(revision).matches(), "revision: expected letters and digits, found '%s'", revision);
        Path model = folder.resolve(split).resolve(DISCRIMINATIVE_FOLDER + id.replace("/", "--"));
        Path reference = model.resolve("refs").resolve("main");
        AtomicFile.write(reference, out -> out.write(revision.getBytes(StandardCharsets.UTF_8)));
        return model(split, id, model.resolve("snapshots").resolve(revision).resolve(DISCRIMINATIVE_FILE));
    }

    private static Model model(String split, String id, Path file) {
        return Model.of(id, file).withSplit(split);
    }

    private static int rank(String split) {
        int known = SPLITS.indexOf(split);
        return known < 0 ? SPLITS.size() : known;
    }

    private static List<Model> models(Path split) {
        return folders(split, name -> true).stream()
                .flatMap(model -> model(split.getFileName().toString(), model).stream())
                .toList();
    }

    private static List<Model> model(String split, Path model) {
        String name = model.getFileName().toString();
        if (name.startsWith(GENERATIVE_FOLDER)) {
            return List.of(model(split, name, existing(model.resolve(GENERATIVE_FILE))));
        }
        if (name.startsWith(DISCRIMINATIVE_FOLDER)) {
            String id = name.substring(DISCRIMINATIVE_FOLDER.length()).replace("--", "/");
            Path snapshot = model.resolve("snapshots").resolve(revision(model));
            return List.of(model(split, id, existing(snapshot.resolve(DISCRIMINATIVE_FILE))));
        }
        return List.of();
    }

    private static String revision(Path model) {
        Path reference = existing(model.resolve("refs").resolve("main"));
        try {
            String revision = Files.readString(reference).strip();
            Matcher plain = REVISION.matcher(revision);
            Check.that(
                    plain.matches(),
                    "%s: expected the name of a revision, found '%s'; download the model again",
                    reference,
                    revision);
            return revision;
        } catch (IOException e) {
            throw new UncheckedIOException(reference + ": cannot be read", e);
        }
    }

    private static Path existing(Path file) {
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a file, found none; the model is incomplete: finish its download or remove its folder",
                file);
        return file;
    }

    private static List<Path> folders(Path folder, Predicate<String> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> wanted.test(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }
}
