package org.modeljungle.jungle.grow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Progress;
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
    private final RankedNets nets;
    private final int[] things; // [concepts]
    private final LoraUnits units;
    private final LoraAncestor ancestor;

    /** What grows a jungle in a folder; nothing is read yet. */
    public LoraGrower(Recipe recipe, Path folder) {
        this.recipe = recipe;
        this.folder = folder;
        this.nets = new RankedNets(recipe.net());
        this.things = recipe.chosenThings();
        this.units = LoraUnits.of(recipe);
        this.ancestor = new LoraAncestor(recipe, nets.of(recipe.net().rank()), folder);
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
            return units.get(unit).steps();
        }

        @Override
        public List<Manifest.Member> grow(int unit, Progress progress) {
            LoraUnits.Unit stack = units.get(unit);
            DiffusionTransformer own = nets.of(stack.rank());
            int[] learnt =
                    stack.models().stream().mapToInt(LoraGrower.this::thingOf).toArray();
            List<float[]> rows = new LoraStack(recipe, own, base, stack, learnt).train(progress);
            List<Manifest.Member> members = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                members.add(write(own, stack, stack.models().get(i), rows.get(i)));
            }
            return members;
        }
    }

    private Manifest.Member write(DiffusionTransformer own, LoraUnits.Unit stack, int model, float[] row) {
        Model file = ModelJ.generative(folder, splitOf(model), model);
        FiniteWeights.check(file.id(), row);
        Safetensors.write(file.file(), Rows.weights(own.lora(), row), card(stack, model));
        Model known = file.withCaption(captionOf(model))
                .withNumber("steps", stack.steps())
                .withNumber("learning_rate", recipe.lora().rate());
        return Manifest.Member.of(
                folder, recipe.lora().ranks().isEmpty() ? known : known.withNumber("rank", stack.rank()));
    }

    /** What a weight file says of itself: only what is the same each time. */
    private Map<String, String> card(LoraUnits.Unit stack, int model) {
        Map<String, String> card = new LinkedHashMap<>();
        card.put("caption", captionOf(model));
        card.put("concept", Integer.toString(thingOf(model)));
        card.put("recipe", recipe.hash());
        card.put("recipe_version", Integer.toString(Recipe.VERSION));
        card.put("seed", Long.toString(LoraStack.seeds(recipe, model).value()));
        card.put("rank", Integer.toString(stack.rank()));
        card.put("alpha", Integer.toString(stack.rank()));
        card.put("steps", Integer.toString(stack.steps()));
        card.put("learning_rate", Double.toString(recipe.lora().rate()));
        return card;
    }

    private int thingOf(int model) {
        return things[model / recipe.perConcept()];
    }

    private String captionOf(int model) {
        return recipe.world().captions().get(thingOf(model));
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
        return LoraStack.pictures(recipe, model, thingOf(model));
    }

    @Override
    public String toString() {
        return "grower of " + folder;
    }
}
