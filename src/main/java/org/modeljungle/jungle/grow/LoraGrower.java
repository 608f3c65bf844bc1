package org.modeljungle.jungle.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.data.Concept;
import org.modeljungle.jungle.Recipe;
import org.modeljungle.nets.DiffusionTransformer;
import org.modeljungle.nets.Rows;
import org.modeljungle.store.Model;
import org.modeljungle.store.ModelJ;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Grows a jungle of LoRAs: the ancestor, then stack after stack on one-thread workers. */
public final class LoraGrower {

    private final Recipe recipe;
    private final Path folder;
    private final DiffusionTransformer net;
    private final List<Concept> concepts;
    private final LoraAncestor ancestor;

    /** What grows a jungle in a folder; nothing is read yet. */
    public LoraGrower(Recipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        this.net = new DiffusionTransformer(recipe.net());
        this.concepts = recipe.chosenConcepts();
        this.ancestor = new LoraAncestor(recipe, net, folder);
    }

    /** The folder and what it is to hold. */
    public GrowthFolder folder() {
        return new GrowthFolder(folder, recipe.plan().withFoundations(LoraAncestor.FILE));
    }

    /** Opens the jungle where it is whole, else grows what is missing. */
    public Manifest grow() {
        return folder().grow(this::start);
    }

    private Growing start(Workers workers) {
        if (!ancestor.isFinished()) {
            GrowthLog.timed(folder, GrowthLog.ANCESTOR, () -> ancestor.train(workers));
        }
        return new Stacks(ancestor.parameters());
    }

    private final class Stacks implements Growing {
        private final float[] base; // [base size]

        Stacks(float[] base) {
            this.base = base;
        }

        @Override
        public String title() {
            return "growing " + recipe.models() + " LoRAs";
        }

        @Override
        public long steps(int unit) {
            return recipe.lora().steps();
        }

        @Override
        public List<Manifest.Member> grow(int unit, Progress progress) {
            List<Integer> models = models(unit);
            List<Concept> own = models.stream().map(LoraGrower.this::conceptOf).toList();
            List<float[]> rows = new LoraStack(recipe, net, base, models, own).train(progress);
            List<Manifest.Member> members = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                members.add(write(models.get(i), rows.get(i)));
            }
            return members;
        }
    }

    private Manifest.Member write(int model, float[] row) {
        Model file = ModelJ.generative(folder, splitOf(model), model);
        FiniteWeights.check(file.id(), row);
        Safetensors.write(file.file(), Rows.weights(net.lora(), row), card(model));
        return Manifest.Member.of(
                folder,
                file.withCaption(conceptOf(model).caption())
                        .withNumber("steps", recipe.lora().steps())
                        .withNumber("learning_rate", recipe.lora().rate()));
    }

    /** What a weight file says of itself: only what is the same each time. */
    private Map<String, String> card(int model) {
        Map<String, String> card = new LinkedHashMap<>();
        card.put("caption", conceptOf(model).caption());
        card.put("concept", Integer.toString(conceptOf(model).index()));
        card.put("recipe", recipe.hash());
        card.put("recipe_version", Integer.toString(Recipe.VERSION));
        card.put("seed", Long.toString(LoraStack.seeds(recipe, model).value()));
        card.put("rank", Integer.toString(recipe.net().rank()));
        card.put("alpha", Integer.toString(recipe.net().rank()));
        card.put("steps", Integer.toString(recipe.lora().steps()));
        card.put("learning_rate", Double.toString(recipe.lora().rate()));
        return card;
    }

    private List<Integer> models(int unit) {
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

    /** The training pictures of a model, row-major [images, 3, size, size]. */
    public float[] pictures(int model) {
        return LoraStack.pictures(recipe, model, conceptOf(model));
    }

    @Override
    public String toString() {
        return "grower of " + folder;
    }
}
