package org.modeljungle.store;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.modeljungle.Progress;
import org.modeljungle.hub.HubException;

/**
 * Models that were tried one by one: whose files can be opened, or whatever else was done with them.
 *
 * @param sound those that it can be done with
 * @param broken the others, each with the reason
 */
public record Checked(Models sound, List<Broken> broken) {

    /**
     * A model that it cannot be done with: whose file is missing, damaged, or no safetensors file, or lacks a layer.
     *
     * @param model the model
     * @param reason what is wrong with it
     */
    public record Broken(Model model, String reason) {
        @Override
        public String toString() {
            return model.id() + ": " + reason;
        }
    }

    public Checked {
        broken = List.copyOf(broken);
    }

    /** Whether all can be read. */
    public boolean allSound() {
        return broken.isEmpty();
    }

    static Checked of(Models models) {
        return of(models, "checking weight files", Model::open);
    }

    static Checked of(Models models, String what, Consumer<Model> trial) {
        List<Model> sound = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        try (Progress progress = Progress.of(what, models.size())) {
            for (Model model : models) {
                try {
                    trial.accept(model);
                    sound.add(model);
                } catch (HubException | IllegalArgumentException | UncheckedIOException e) {
                    broken.add(new Broken(model, e.getMessage()));
                }
                progress.step();
            }
        }
        String source =
                broken.isEmpty() ? models.source() : "%s (without %d broken)".formatted(models.source(), broken.size());
        return new Checked(Models.of(source, sound), broken);
    }

    /** {@code 2 of 1000 files are broken}, then each with the reason on a line of its own. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("%d of %d files are broken".formatted(broken.size(), broken.size() + sound.size()));
        broken.forEach(one -> text.append("\n  ").append(one));
        return text.toString();
    }
}
