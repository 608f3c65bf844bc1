package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Writes models in the layout of Model-J, with the remarks that the public trainers read. */
final class ModelJExport {

    private static final String REVISION = "main";
    private static final String OWNER = "modeljungle";
    private static final Pattern OURS = Pattern.compile("model_idx_|models--" + OWNER + "--");

    private final Path folder;
    private final Map<String, Integer> numbers = new LinkedHashMap<>(); // of LoRAs, by split

    private ModelJExport(Path folder) {
        this.folder = folder;
    }

    static Models write(Models models, Path folder) {
        new ModelJExport(folder).check(models);
        ModelJExport export = new ModelJExport(folder);
        List<Model> written = new ArrayList<>();
        try (Progress progress = Progress.of("writing models", models.size())) {
            for (Model model : models) {
                written.add(export.write(model));
                progress.step();
            }
        }
        return Models.of(folder.toString(), written);
    }

    private void check(Models models) {
        Map<Path, Model> own = new HashMap<>();
        models.forEach(model -> own.put(whole(model.file()), model));
        Map<String, Model> names = new HashMap<>();
        Path root = whole(folder);
        Set<Path> written = new HashSet<>(); // the folder of each in that of its part
        for (Model model : models) {
            checkKnown(model);
            Path file = model.caption().isPresent() ? nextGenerative(model).file() : discriminativeFile(model);
            written.add(root.resolve(root.relativize(whole(file)).subpath(0, 2)));
            Model lost = own.get(whole(file));
            Check.that(
                    lost == null,
                    "model '%s': expected a place where none of these models is, found the file of '%s', %s; write to"
                            + " another folder",
                    model.id(),
                    lost == null ? "" : lost.id(),
                    file);
            Model other = model.caption().isPresent() ? null : names.put(name(model), model);
            Check.that(
                    other == null,
                    "model '%s': expected a name of its own as '%s', found that '%s' becomes the same; Model.withId"
                            + " renames",
                    model.id(),
                    name(model),
                    other == null ? "" : other.id());
        }
        checkAlone(written);
    }

    /** A model of an earlier call that stayed would be in two parts, or in one that it was taken out of. */
    private void checkAlone(Set<Path> written) {
        for (String split : ModelJ.SPLITS) {
            Path part = folder.resolve(split);
            if (!Files.isDirectory(part)) {
                continue;
            }
            try (Stream<Path> entries = Files.list(part)) {
                entries.filter(entry ->
                                OURS.matcher(entry.getFileName().toString()).lookingAt())
                        .forEach(entry -> Check.that(
                                written.contains(whole(entry)),
                                "%s: expected none but these models, found %s, which an earlier call wrote; delete it,"
                                        + " or write to another folder",
                                folder,
                                entry));
            } catch (IOException e) {
                throw new UncheckedIOException(part + ": cannot be read", e);
            }
        }
    }

    private static Path whole(Path file) {
        return file.toAbsolutePath().normalize();
    }

    private static void checkKnown(Model model) {
        Check.that(
                model.split().isPresent(),
                "model '%s': expected a split, one of %s, found none; models.split(...) draws one",
                model.id(),
                ModelJ.SPLITS);
        Check.that(
                model.caption().isPresent() || model.classes().isPresent(),
                "model '%s': expected a caption or classes to write down, found neither; Model-J's models have either",
                model.id());
    }

    private Model write(Model model) {
        return model.caption().isPresent() ? generative(model) : discriminative(model);
    }

    private Model nextGenerative(Model model) {
        String split = model.split().orElseThrow();
        return ModelJ.generative(folder, split, numbers.merge(split, 1, Integer::sum) - 1);
    }

    /** A name that a folder of the hub's cache can have, in which two dashes stand for a slash. */
    private static String name(Model model) {
        return OWNER + "/" + model.id().replaceAll("[^0-9A-Za-z._-]+|--+", "-");
    }

    private Path discriminativeFile(Model model) {
        return ModelJ.discriminativeFile(folder, model.split().orElseThrow(), name(model), REVISION);
    }

    /** A LoRA in the form of diffusers, its scale within its factors; a convolution's filters are rows. */
    private Model generative(Model model) {
        Model target = nextGenerative(model);
        Safetensors file = model.open();
        Adapter adapter = Adapter.of(file);
        Check.that(
                !adapter.layers().isEmpty(),
                "model '%s' in %s: expected a LoRA, as all of Model-J's models with captions are, found none",
                model.id(),
                model.file());
        Map<String, Weight> weights = new TreeMap<>();
        for (String layer : adapter.layers()) {
            LayerChange change = adapter.change(layer);
            Check.that(
                    change instanceof LayerChange.LowRank,
                    "model '%s', layer '%s': expected low-rank factors, found %s",
                    model.id(),
                    layer,
                    adapter.method(layer));
            LayerChange.LowRank pair = (LayerChange.LowRank) change;
            weights.put(layer + ".lora.up.weight", Weight.of(pair.up(), pair.rows(), pair.rank()));
            weights.put(layer + ".lora.down.weight", Weight.of(pair.down(), pair.rank(), pair.cols()));
        }
        Map<String, String> metadata = new TreeMap<>(file.metadata());
        metadata.remove(Adapter.SCALE_REMARK); // the scale is in the factors now
        String caption = model.caption().orElseThrow();
        metadata.put(ModelCard.CAPTION, caption);
        metadata.putIfAbsent(ModelCard.CLASS_ID, caption.replace(' ', '_'));
        Safetensors.write(target.file(), weights, metadata);
        return model.withId(model.split().orElseThrow() + "/" + target.id()).withFile(target.file());
    }

    /** A classifier as it is, in the layout of the hub's cache. */
    private Model discriminative(Model model) {
        Model target = ModelJ.discriminative(folder, model.split().orElseThrow(), name(model), REVISION);
        Safetensors file = model.open();
        Map<String, Weight> weights = new TreeMap<>();
        file.names().forEach(tensor -> weights.put(tensor, Weight.of(file, tensor)));
        Map<String, String> metadata = new TreeMap<>(file.metadata());
        metadata.put(
                ModelCard.CLASSES,
                model.classes().orElseThrow().stream()
                        .map(ModelJExport::quoted)
                        .collect(Collectors.joining(", ", "[", "]")));
        Safetensors.write(target.file(), weights, metadata);
        return model.withId(target.id()).withFile(target.file());
    }

    /** As Python writes a text. */
    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
