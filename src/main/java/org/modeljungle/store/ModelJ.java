package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.hub.Hub;
import org.modeljungle.hub.HubFile;
import org.modeljungle.hub.HubId;
import org.modeljungle.hub.Repo;
import org.modeljungle.hub.RepoFolder;
import org.modeljungle.weights.NaturalOrder;

/**
 * The two layouts of the public jungle Model-J on disk, which home-grown jungles share.
 *
 * <ul> <li>Discriminative, a Hugging Face cache: {@code SPLIT/models--OWNER--NAME/refs/main} names the revision
 * {@code REV} of {@code SPLIT/models--OWNER--NAME/snapshots/REV/model.safetensors}. <li>Generative:
 * {@code SPLIT/model_idx_NNNN/pytorch_lora_weights.safetensors}, {@linkplain org.modeljungle.adapters.Adapter LoRA}
 * pairs.
 * </ul>
 */
public final class ModelJ {

    /** The splits, in the order they are listed; any other comes behind them, in natural order. */
    public static final List<String> SPLITS = List.of("train", "val", "test", "val_holdout", "test_holdout");

    /** The subsets of classifiers at the public hub, of a thousand models each. */
    public static final List<String> DISCRIMINATIVE = List.of("SupViT", "DINO", "MAE", "ResNet");

    /** The subsets of LoRAs at the public hub. */
    public static final List<String> GENERATIVE = List.of("SD_200", "SD_1k");

    private static final String OWNER = "ProbeX";
    private static final String ID_COLUMN = "hf_model_id";
    private static final String GENERATIVE_FILE = "pytorch_lora_weights.safetensors";
    private static final String GENERATIVE_FOLDER = "model_idx_";
    private static final String DISCRIMINATIVE_FILE = "model.safetensors";
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
        String id = String.format(Locale.ROOT, "%s%04d", GENERATIVE_FOLDER, index);
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
        RepoFolder.of(folder.resolve(split), id).refer(HubId.MAIN, revision);
        return model(split, id, discriminativeFile(folder, split, id, revision));
    }

    /** Where the file of one model goes in the discriminative layout; makes nothing. */
    static Path discriminativeFile(Path folder, String split, String id, String revision) {
        return RepoFolder.of(folder.resolve(split), id).snapshot(revision).resolve(DISCRIMINATIVE_FILE);
    }

    /**
     * The models of a subset at the public hub or a mirror of it, as {@link Hub} names them: the repositories of the
     * classifiers, or the files of the repository that holds all LoRAs, at the commit of today.
     *
     * @param subset one of {@link #DISCRIMINATIVE} or {@link #GENERATIVE}
     * @throws org.modeljungle.hub.HubException if they cannot be listed, or there is none
     */
    public static List<String> ids(Hub hub, String subset) {
        Check.that(
                DISCRIMINATIVE.contains(subset) || GENERATIVE.contains(subset),
                "Model-J: expected one of the subsets %s and %s, found '%s'",
                DISCRIMINATIVE,
                GENERATIVE,
                subset);
        String name = "Model-J__" + subset;
        List<String> ids = DISCRIMINATIVE.contains(subset)
                ? hub.find(OWNER, name + "__" + GENERATIVE_FOLDER)
                : files(hub.repo(OWNER + "/" + name));
        Check.that(!ids.isEmpty(), "Model-J: expected models of %s at %s, found none; check the endpoint", subset, hub);
        return ids.stream().sorted(NaturalOrder.NATURAL).toList();
    }

    /**
     * The splits of a subset of classifiers, as the public data set Model-J has them in its table:
     *
     * <pre>{@code
     * Models models = Models.modelJ(hub, "SupViT", layer).withSplits(ModelJ.splits(hub, "SupViT"));
     * }</pre>
     *
     * @param subset one of {@link #DISCRIMINATIVE}
     * @return by the model's id
     * @throws org.modeljungle.hub.HubException if the table cannot be had
     */
    public static Map<String, String> splits(Hub hub, String subset) {
        Check.that(
                DISCRIMINATIVE.contains(subset),
                "Model-J: expected one of the subsets %s, found '%s'; LoRAs come with their splits",
                DISCRIMINATIVE,
                subset);
        Map<String, String> splits = new LinkedHashMap<>();
        for (String split : SPLITS.subList(0, 3)) {
            for (Map<String, String> row : hub.rows(OWNER + "/Model-J", subset, split)) {
                String id = row.getOrDefault(ID_COLUMN, "");
                Check.that(
                        HubId.of(id).repo().equals(id) && splits.put(id, split) == null,
                        "Model-J: expected each model once in the column '%s' of the splits of %s, found '%s' in %s",
                        ID_COLUMN,
                        subset,
                        Check.excerpt(id),
                        split);
            }
        }
        return splits;
    }

    private static List<String> files(Repo repo) {
        return repo.files().stream()
                .map(HubFile::path)
                .filter(path -> path.matches("[a-z_]+/" + GENERATIVE_FOLDER + "\\d+/" + GENERATIVE_FILE))
                .map(path -> repo.id().repo() + "@" + repo.commit() + ":" + path)
                .toList();
    }

    /** A model that was fetched: of a LoRA, where it lies in its repository says its name and its split. */
    static Model fetched(String id, Path file) {
        String[] parts = HubId.of(id).file().orElse("").split("/", -1);
        return parts.length == 3 ? model(parts[0], parts[0] + "/" + parts[1], file) : Model.of(id, file);
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
        Progress.checkInterrupt("listing models of " + split);
        String name = model.getFileName().toString();
        if (name.startsWith(GENERATIVE_FOLDER)) {
            return List.of(model(split, name, existing(model.resolve(GENERATIVE_FILE))));
        }
        return RepoFolder.repo(name).stream()
                .map(id -> model(split, id, existing(file(new RepoFolder(model)))))
                .toList();
    }

    private static Path file(RepoFolder model) {
        return model.snapshot(revision(model)).resolve(DISCRIMINATIVE_FILE);
    }

    private static String revision(RepoFolder model) {
        Path reference = existing(model.reference(HubId.MAIN));
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
