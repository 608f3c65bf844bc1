package org.modeljungle.jungle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.data.Concept;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.store.ModelJ;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Grows what is missing of a jungle: the ancestor, then stack after stack of LoRAs on one-thread workers. */
final class Grower {

    private final Recipe recipe;
    private final Path folder;
    private final DiffusionTransformer net;
    private final List<Concept> concepts;
    private Manifest manifest;

    Grower(Recipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        this.manifest = manifest(recipe, folder);
        this.net = new DiffusionTransformer(recipe.net());
        this.concepts = recipe.chosenConcepts();
    }

    /** The manifest of a jungle that is whole. */
    Optional<Manifest> finished() {
        boolean whole = manifest.isComplete() && new Ancestor(recipe, net, folder).isFinished();
        return whole ? Optional.of(manifest) : Optional.empty();
    }

    Manifest grow() {
        Ancestor ancestor = new Ancestor(recipe, net, folder);
        try (Workers workers = Workers.perCore()) {
            if (!ancestor.isFinished()) {
                GrowthLog.timed(folder, Jungle.ANCESTOR, () -> ancestor.train(workers));
            }
            GrowthLog.timed(folder, Jungle.GROWING, () -> growLoras(ancestor.parameters(), workers));
        }
        return manifest;
    }

    private void growLoras(float[] base, Workers workers) {
        List<List<Integer>> missing = IntStream.range(0, recipe.units())
                .mapToObj(this::members)
                .filter(unit -> !unit.stream().allMatch(manifest::has))
                .toList();
        long steps = recipe.lora().steps();
        try (Progress progress = Progress.of("growing " + recipe.models() + " LoRAs", recipe.units() * steps)) {
            progress.resumed((recipe.units() - missing.size()) * steps);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (List<Integer> unit : missing) {
                tasks.add(() -> {
                    finish(unit, stack(unit, base).train(progress));
                    return null;
                });
            }
            workers.run(progress, tasks);
        }
    }

    private LoraStack stack(List<Integer> unit, float[] base) {
        return new LoraStack(
                recipe, net, base, unit, unit.stream().map(this::conceptOf).toList());
    }

    /** Writes a stack's files, then enters them in the manifest: a model in the manifest is always whole. */
    private synchronized void finish(List<Integer> unit, List<float[]> rows) {
        List<Manifest.Member> members = new ArrayList<>();
        for (int i = 0; i < unit.size(); i++) {
            int model = unit.get(i);
            Path file = ModelJ.generative(folder, splitOf(model), model).file();
            Safetensors.write(file, Rows.weights(net.lora(), rows.get(i)), card(model));
            String relative = folder.relativize(file).toString().replace('\\', '/');
            members.add(
                    new Manifest.Member(model, splitOf(model), conceptOf(model).caption(), relative));
        }
        manifest = manifest.with(members);
        manifest.write(folder);
    }

    /** What a weight file says of itself: only what is the same each time. */
    private Map<String, String> card(int model) {
        Map<String, String> card = new LinkedHashMap<>();
        card.put("caption", conceptOf(model).caption());
        card.put("concept", Integer.toString(conceptOf(model).index()));
        card.put("recipe", recipe.hash());
        card.put("recipe_version", Integer.toString(recipe.version()));
        card.put("seed", Long.toString(LoraStack.seeds(recipe, model).value()));
        card.put("rank", Integer.toString(recipe.net().rank()));
        card.put("alpha", Integer.toString(recipe.net().rank()));
        card.put("steps", Integer.toString(recipe.lora().steps()));
        card.put("learning_rate", Double.toString(recipe.lora().rate()));
        return card;
    }

    private List<Integer> members(int unit) {
        int from = unit * recipe.lora().stack();
        int to = Math.min(recipe.models(), from + recipe.lora().stack());
        return IntStream.range(from, to).boxed().toList();
    }

    private Concept conceptOf(int model) {
        return concepts.get(model / recipe.perConcept());
    }

    /** The first concepts are held out; of the others, each has its last LoRA in test and the one before in val. */
    private String splitOf(int model) {
        int copy = model % recipe.perConcept();
        boolean heldOut = model / recipe.perConcept() < recipe.heldOut();
        if (heldOut) {
            return copy == 0 ? "val_holdout" : "test_holdout";
        }
        return switch (recipe.perConcept() - copy) {
            case 1 -> "test";
            case 2 -> "val";
            default -> "train";
        };
    }

    private static Manifest manifest(Recipe recipe, Path folder) {
        if (!Files.exists(folder.resolve(Manifest.FILE))) {
            Manifest start = Manifest.start(recipe);
            start.write(folder);
            return start;
        }
        Manifest found = Manifest.read(folder);
        Check.that(
                found.recipe().equals(recipe) && found.hash().equals(recipe.hash()),
                "jungle %s: expected one grown from recipe %s, found %s; grow into another folder",
                folder,
                recipe.hash(),
                found.hash());
        return found;
    }
}
