package org.modeljungle.store;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.weights.WeightFileException;

/**
 * Models whose files were opened.
 *
 * @param sound those whose files can be read
 * @param broken the others
 */
public record Checked(Models sound, List<Broken> broken) {

    /**
     * A model whose file is missing, damaged, or no safetensors file.
     *
     * @param model the model
     * @param reason what is wrong with its file
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
        List<Model> sound = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        try (Progress progress = Progress.of("checking weight files", models.size())) {
            for (Model model : models) {
                try {
                    model.open();
                    sound.add(model);
                } catch (WeightFileException | UncheckedIOException e) {
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
