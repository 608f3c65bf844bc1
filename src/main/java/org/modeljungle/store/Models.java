package org.modeljungle.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.Seeds;
import org.modeljungle.hub.Fetched;
import org.modeljungle.hub.Hub;
import tech.tablesaw.api.Table;

/**
 * Models in an order, with what is known of each: what everything learns from. They may come from a folder of your own,
 * from Model-J, or from a jungle that was grown here; what learns from them cannot tell.
 *
 * <pre>{@code
 * Models models = Models.folder(Path.of("my-models"), Path.of("my-models.csv"));
 * Models train = models.ofSplit("train");
 * }</pre>
 *
 * <p>Immutable; every change gives new models.
 */
public final class Models implements Iterable<Model> {

    private static final int NAMED = 3; // models, in a message

    private final String source;
    private final List<Model> models;

    private Models(String source, List<Model> models) {
        this.source = source;
        this.models = List.copyOf(models);
        Map<String, Model> seen = new HashMap<>();
        for (Model model : this.models) {
            Model other = seen.put(model.id(), model);
            Check.that(
                    other == null,
                    "%s: expected a name of its own for each model, found '%s' twice: %s and %s",
                    source,
                    model.id(),
                    other == null ? "" : other.file(),
                    model.file());
        }
    }

    /**
     * Models that the caller describes.
     *
     * @param source where they come from, for messages
     * @throws IllegalArgumentException if two have one name
     */
    public static Models of(String source, List<Model> models) {
        return new Models(source, models);
    }

    /**
     * Files of which nothing else is known. Each is called by its file's name without its ending; where that is not
     * unique, by its path below the folder that all are in.
     *
     * @throws IllegalArgumentException if a file is there twice
     */
    public static Models of(List<Path> files) {
        return new Models("a list of %d files".formatted(files.size()), FileNames.named(files));
    }

    /**
     * The weight files in a folder and all folders below it, {@code *.safetensors}, in natural order. Each is called by
     * its path below the folder, without its ending.
     *
     * @throws IllegalArgumentException if there is no folder, or no weight file in it
     * @throws java.io.UncheckedIOException if it cannot be read, or a link in it leads back; {@link #find} takes the
     *     rest
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Models folder(Path folder) {
        return new Models(folder.toString(), FileNames.in(folder));
    }

    /**
     * The weight files of a folder with what a table says of them: a CSV file with a line of column names, or a JSON
     * file with an array of objects.
     *
     * <p>The column {@code file} is a file's path below the folder, or its absolute path; without one, {@code id} is
     * the path below the folder without its ending. The columns {@code split}, {@code tree}, {@code caption} and
     * {@code classes} (separated by {@code ;}, or a list in JSON's or Python's notation) are what they are called; any
     * other column of numbers is a number, of text a field. An empty cell of a CSV file, or a {@code null} in JSON,
     * says that it is unknown.
     *
     * @param folder as {@link #folder(Path)}
     * @param table its name ends in {@code .csv} or {@code .json}
     * @return in the table's order
     * @throws IllegalArgumentException if a file has no row or a row no file, if two rows are of one model, or a cell
     *     is wrong
     */
    public static Models folder(Path folder, Path table) {
        return new Models(table.toString(), TableRows.read(table).of(folder));
    }

    /**
     * The models that a table names, and no others: as {@link #folder(Path, Path)}, paths that are not absolute being
     * below the table's folder. The files are not looked for; {@link #check()} does.
     *
     * @throws IllegalArgumentException if two rows are of one model, or a cell is wrong
     */
    public static Models table(Path table) {
        return new Models(table.toString(), TableRows.read(table).models());
    }

    /**
     * The models of a folder in one of Model-J's two layouts, with the split of each, by split and name; see
     * {@link ModelJ}. {@link #withCards()} adds what their files say.
     *
     * @throws IllegalArgumentException if there is no model in it, or one lacks its file
     * @throws java.io.UncheckedIOException if a folder cannot be read
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Models modelJ(Path folder) {
        return new Models(folder.toString(), ModelJ.list(folder));
    }

    /**
     * One layer of each model of a subset of the public Model-J, fetched without the rest. LoRAs come with their
     * splits; those of the classifiers are in the data set's own table: {@link ModelJ#splits}.
     *
     * @param subset one of {@link ModelJ#DISCRIMINATIVE} or {@link ModelJ#GENERATIVE}, which becomes the
     *     {@link Model#tree()}
     * @param layer as {@link org.modeljungle.hub.Hub#layer}
     * @throws org.modeljungle.hub.HubException if one cannot be had
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public static Models modelJ(Hub hub, String subset, String layer) {
        List<Model> fetched = new ArrayList<>();
        hub.layer(ModelJ.ids(hub, subset), layer)
                .orThrow()
                .files()
                .forEach((id, file) -> fetched.add(ModelJ.fetched(id, file).withTree(subset)));
        return new Models("layer " + layer + " of Model-J's " + subset, fetched);
    }

    /**
     * Looks for models in a folder that anyone may have filled, and in all folders below it: weight files, models in
     * several files, caches of the hub's client. What is wrong there ends nothing: damaged files, snapshots without
     * weights, files of other formats where there is none of safetensors, folders that cannot be read, each has its
     * reason.
     *
     * <pre>{@code
     * Checked found = Models.find(Path.of("downloads"));
     * Models models = found.sound();
     * }</pre>
     *
     * @return what can be opened, called by its path below the folder, without the ending where no other has that name;
     *     and the rest
     * @throws IllegalArgumentException if there is no such folder
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Checked find(Path folder) {
        return FolderSearch.in(folder);
    }

    /** Models of the hub that the environment names, downloaded; as {@link #hub(Hub, List)}. */
    public static Models hub(String... ids) {
        return hub(Hub.standard(), List.of(ids));
    }

    /**
     * Models of a hub, each with its weights downloaded into the cache that Python's {@code huggingface_hub} uses.
     *
     * @param ids {@code owner/name}, {@code owner/name@revision}, {@code owner/name:file}; become the models' names
     * @throws org.modeljungle.hub.HubException if one cannot be had; {@link #of(Fetched)} takes the others
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public static Models hub(Hub hub, List<String> ids) {
        return of(hub.download(ids).orThrow());
    }

    /**
     * Models of a hub, of each one layer alone, fetched without the rest of its file.
     *
     * @param layer as {@code LayerBank} calls it
     * @throws org.modeljungle.hub.HubException if one cannot be had; {@link #of(Fetched)} takes the others
     * @throws java.util.concurrent.CancellationException if stopped; what has come is kept
     */
    public static Models hub(Hub hub, List<String> ids, String layer) {
        return of(hub.layer(ids, layer).orThrow());
    }

    /** What could be had of a list of models of a hub; how many could not is part of their {@link #source()}. */
    public static Models of(Fetched fetched) {
        List<Model> models = new ArrayList<>();
        fetched.files().forEach((id, file) -> models.add(Model.of(id, file)));
        int failed = fetched.failed().size();
        return new Models(
                "the hub" + (failed == 0 ? "" : " (without %d that could not be had)".formatted(failed)), models);
    }

    /**
     * The same models with what their files say of themselves, where it is not known already: classes, caption, and
     * every other remark as a number or a field; see {@link org.modeljungle.weights.ModelCard}.
     *
     * @throws org.modeljungle.weights.WeightFileException if a file is missing or damaged; {@link #sound()} leaves it
     *     out
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Models withCards() {
        return new Models(source, Cards.read(this));
    }

    /**
     * Opens every file and checks its header in full, with progress.
     *
     * @return which are sound, and what is wrong with each of the others
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Checked check() {
        return Checked.of(this);
    }

    /**
     * Does something with each model, one by one, to see which it can be done with: reading a layer, say.
     *
     * @param what is done, as its progress shows it: {@code "reading the head"}
     * @param trial throws {@link IllegalArgumentException}, {@link java.io.UncheckedIOException} or
     *     {@link org.modeljungle.hub.HubException} where it cannot be done
     * @return which it was done with, and why not with each of the others
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Checked check(String what, Consumer<Model> trial) {
        return Checked.of(this, what, trial);
    }

    /**
     * Those whose files are sound; how many were left out is part of their {@link #source()}, {@link #check()} names
     * them.
     */
    public Models sound() {
        return check().sound();
    }

    /** Where they come from, for messages. */
    public String source() {
        return source;
    }

    /** How many there are. */
    public int size() {
        return models.size();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /** One of them, by its place. */
    public Model get(int index) {
        return models.get(index);
    }

    /**
     * One of them, by its name.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public Model get(String id) {
        return models.stream()
                .filter(model -> model.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s: expected one of its %d models, found '%s'; ids() has all".formatted(source, size(), id)));
    }

    /** All of them. */
    public List<Model> list() {
        return models;
    }

    /** All of them. */
    public Stream<Model> stream() {
        return models.stream();
    }

    @Override
    public Iterator<Model> iterator() {
        return models.iterator();
    }

    /** Their names. */
    public List<String> ids() {
        return models.stream().map(Model::id).toList();
    }

    /** Their files. */
    public List<Path> files() {
        return models.stream().map(Model::file).toList();
    }

    /**
     * The SHA-256 of all files' bytes, one file after the other: the models in one number, for a run's record.
     *
     * @throws java.io.UncheckedIOException if a file cannot be read
     */
    public String sha256() {
        return Digests.ofFiles(files());
    }

    /**
     * What each was trained on, in words.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public List<String> captions() {
        return known("caption", Model::caption);
    }

    /**
     * The classes that each knows.
     *
     * @throws IllegalArgumentException if they are unknown of one
     */
    public List<List<String>> classes() {
        return known("classes", Model::classes);
    }

    /**
     * The tree that each belongs to.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public List<String> trees() {
        return known("tree", Model::tree);
    }

    /**
     * The part that each belongs to.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public List<String> splits() {
        return known("split", Model::split);
    }

    /**
     * One number of each.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public double[] numbers(String name) {
        return known(
                        "number '" + name + "'",
                        model -> Optional.ofNullable(model.numbers().get(name)))
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /**
     * One field of each.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public List<String> fields(String name) {
        return known("field '" + name + "'", model -> model.field(name));
    }

    /**
     * Something of each that must be known of all.
     *
     * @param what it is called in the message
     * @throws IllegalArgumentException naming models of which it is unknown
     */
    <T> List<T> known(String what, Function<Model, Optional<T>> part) {
        List<String> unknown = models.stream()
                .filter(model -> part.apply(model).isEmpty())
                .map(Model::id)
                .toList();
        Check.that(
                unknown.isEmpty(),
                "%s: expected the %s of each model, found it unknown for %d of %d, such as %s; where(...) leaves"
                        + " models out",
                source,
                what,
                unknown.size(),
                size(),
                some(unknown));
        return models.stream().flatMap(model -> part.apply(model).stream()).toList();
    }

    /**
     * Those of one part, or of several.
     *
     * @throws IllegalArgumentException if none belongs to one of them
     */
    public Models ofSplit(String... names) {
        return named("split", Model::split, names);
    }

    /**
     * Those of one tree, or of several.
     *
     * @throws IllegalArgumentException if none belongs to one of them
     */
    public Models ofTree(String... names) {
        return named("tree", Model::tree, names);
    }

    private Models named(String what, Function<Model, Optional<String>> part, String... names) {
        Set<String> there = new LinkedHashSet<>();
        models.forEach(model -> part.apply(model).ifPresent(there::add));
        for (String name : names) {
            Check.that(
                    there.contains(name), "%s: expected models of one %s of %s, found '%s'", source, what, there, name);
        }
        List<String> wanted = List.of(names);
        return where(model -> part.apply(model).filter(wanted::contains).isPresent());
    }

    /** Those that a condition holds for; there may be none. */
    public Models where(Predicate<Model> condition) {
        return new Models(source, models.stream().filter(condition).toList());
    }

    /**
     * Those at these places, in this order.
     *
     * @throws IllegalArgumentException if there is no such place, or one is there twice
     */
    public Models select(int... places) {
        for (int place : places) {
            Check.that(
                    place >= 0 && place < size(),
                    "%s: expected places from 0 to %d, found %d",
                    source,
                    size() - 1,
                    place);
        }
        return new Models(source, Arrays.stream(places).mapToObj(models::get).toList());
    }

    /**
     * The same models with splits that someone else has decided.
     *
     * @param splits by model's name; models that it lacks keep what they have, and those that are not here are passed
     *     over
     * @throws IllegalArgumentException if it says nothing of any of these models
     */
    public Models withSplits(Map<String, String> splits) {
        Check.that(
                models.stream().anyMatch(model -> splits.containsKey(model.id())),
                "%s: expected splits of these models, found %d of others, such as '%s'; ids() has the names",
                source,
                splits.size(),
                splits.keySet().stream().findFirst().orElse(""));
        return map(model -> splits.containsKey(model.id()) ? model.withSplit(splits.get(model.id())) : model);
    }

    /**
     * The same models in parts drawn by seed, as the {@link Model#split()} of each: a share for {@code val} to choose
     * by, one for {@code test} to test on, the rest for {@code train}. A split that a model had is forgotten.
     *
     * @param val 0 or more
     * @param test above 0; both together below 1
     * @throws IllegalArgumentException if a part that has a share gets no model
     */
    public Models split(double val, double test, Seeds seeds) {
        return new Parts(val, test).each(this, seeds);
    }

    /**
     * Like {@link #split}, models of one concept staying together, so that those tested on show what was never seen: a
     * concept is a caption, or of a model whose caption is unknown its set of classes. Shares are of the concepts.
     *
     * @throws IllegalArgumentException if both are unknown of a model, or a part that has a share gets no concept
     */
    public Models splitByConcept(double val, double test, Seeds seeds) {
        known("caption or classes", Models::concept);
        return new Parts(val, test).grouped(this, model -> concept(model).orElseThrow(), seeds);
    }

    private static Optional<Object> concept(Model model) {
        Optional<Object> caption = model.caption().map(text -> text);
        return caption.or(() -> model.classes().map(Set::copyOf));
    }

    /**
     * Like {@link #split}, with the same shares of each stratum, such as {@code Model::tree}; each rounded by itself.
     *
     * @param stratum what models of one stratum have in common
     */
    public Models splitStratified(double val, double test, Seeds seeds, Function<Model, ?> stratum) {
        return new Parts(val, test).stratified(this, stratum, seeds);
    }

    /** The places of those that are known to belong to a part, ascending; there may be none. */
    public int[] places(String split) {
        return IntStream.range(0, size())
                .filter(i -> models.get(i).isOfSplit(split))
                .toArray();
    }

    /**
     * The first ones.
     *
     * @throws IllegalArgumentException if there are not so many
     */
    public Models first(int count) {
        Check.that(
                count >= 0 && count <= size(),
                "%s: expected at most its %d models to be asked for, found %d",
                source,
                size(),
                count);
        return select(IntStream.range(0, count).toArray());
    }

    /** The same models in an order drawn by seed. */
    public Models shuffled(Seeds seeds) {
        return select(seeds.permutation(size()));
    }

    /**
     * The same models, their tensors' names read without what a wrapper put before them: {@code "module."},
     * {@code "_orig_mod."}, {@code "model."}. So models whose names differ in this alone can be read together.
     *
     * @param prefixes left out of a name for as long as it begins with one
     */
    public Models withoutPrefixes(String... prefixes) {
        return map(model -> model.withoutPrefixes(List.of(prefixes)));
    }

    /**
     * Writes the models as Model-J has them, so that the public code of the ProbeX and MVProbe papers trains on them:
     * those with a caption as LoRAs in {@code SPLIT/model_idx_NNNN}, with the remark {@code imagenet_class_id} (the
     * caption, its spaces as underscores, unless the file has one), any dialect of LoRA as diffusers' with its scale in
     * the factors; those with classes in {@code SPLIT/models--modeljungle--ID}, with the remark
     * {@code dataset_chosen_targets}. What an earlier call wrote of the same models is replaced.
     *
     * @param folder another one than the models are in
     * @return the models as they lie there, which {@link #modelJ(Path)} also opens
     * @throws IllegalArgumentException before anything is written, if the split of one is unknown, or both its caption
     *     and its classes are, or two would have one name, or one of these models would be overwritten, or other models
     *     lie there; later, if one with a caption is no LoRA
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Models writeModelJ(Path folder) {
        return ModelJExport.write(this, folder);
    }

    /** Each of them changed. */
    public Models map(UnaryOperator<Model> change) {
        return new Models(source, models.stream().map(change).toList());
    }

    /**
     * These and others behind them.
     *
     * @throws IllegalArgumentException if two have one name; {@link Model#withId} renames
     */
    public Models and(Models others) {
        List<Model> all = new ArrayList<>(models);
        all.addAll(others.models);
        return new Models(source + " and " + others.source, all);
    }

    /** The same models from elsewhere: another {@link #source()} in their messages. */
    public Models from(String otherSource) {
        return new Models(otherSource, models);
    }

    /**
     * Which classes each knows, all classes in natural order.
     *
     * @throws IllegalArgumentException if it is unknown of one
     */
    public ClassTarget classTarget() {
        return Targets.classes(this, Optional.empty());
    }

    /**
     * The same, the classes being these in this order.
     *
     * @throws IllegalArgumentException if a model knows another
     */
    public ClassTarget classTarget(List<String> names) {
        return Targets.classes(this, Optional.of(names));
    }

    /**
     * Which one of several labels each has, in natural order.
     *
     * @param name {@code tree}, {@code split}, {@code caption}, or one of their {@linkplain #fields(String) fields}
     * @throws IllegalArgumentException if it is unknown of one, a number, or the same of all
     */
    public LabelTarget labelTarget(String name) {
        return Targets.label(this, name);
    }

    /** The same, of labels that the caller makes: of a number, for example. */
    public LabelTarget labelTarget(String what, Function<Model, Optional<String>> label) {
        return Targets.label(this, what, label);
    }

    /**
     * One or several of their {@linkplain #numbers(String) numbers}.
     *
     * @throws IllegalArgumentException if one is unknown of one
     */
    public NumberTarget numberTarget(String... names) {
        return Targets.numbers(this, names);
    }

    /**
     * What some {@linkplain #numbers(String) numbers} are like in each tree: mean, standard deviation, lowest and
     * highest.
     *
     * @return a line for each tree and number, in natural order of the trees
     * @throws IllegalArgumentException if a tree or a number is unknown of one
     */
    public Table summary(String... names) {
        return NumberSummary.of(this, names);
    }

    /** A table with a line for each. */
    public Table table() {
        return ModelTable.of(source, models);
    }

    /** {@code 240 models of my-models.csv: 200 train, 40 test; 2 trees}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%d model%s of %s".formatted(size(), size() == 1 ? "" : "s", source));
        Map<String, Integer> parts = counts(Model::split);
        if (!parts.isEmpty()) {
            List<String> shares = new ArrayList<>();
            parts.forEach((name, count) -> shares.add(count + " " + name));
            text.append(": ").append(String.join(", ", shares));
        }
        int trees = counts(Model::tree).size();
        if (trees > 0) {
            text.append("; %d tree%s".formatted(trees, trees == 1 ? "" : "s"));
        }
        return text.toString();
    }

    private Map<String, Integer> counts(Function<Model, Optional<String>> part) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        models.forEach(model -> part.apply(model).ifPresent(name -> counts.merge(name, 1, Integer::sum)));
        return counts;
    }

    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? first + ", ..." : first;
    }
}
