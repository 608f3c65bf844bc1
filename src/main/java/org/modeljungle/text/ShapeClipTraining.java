package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Concept;
import org.modeljungle.data.Images;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.FitStates;
import org.modeljungle.nets.MiniClip;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Safetensors;

/** Trains a {@link ShapeClip}, saves its state on the way and when it is stopped, and resumes from it. */
final class ShapeClipTraining {

    /** Steps between two states that are saved. */
    static final int INTERVAL = 20;

    private final MiniClip net;
    private final ShapeClip.Settings settings;
    private final Seeds seeds;
    private final Path checkpoint;
    private final Map<String, String> made;

    /**
     * A training.
     *
     * @param file of the encoder, beside which the state is saved
     * @param made what the encoder's file says of its making
     */
    ShapeClipTraining(MiniClip net, ShapeClip.Settings settings, Path file, Map<String, String> made) {
        this.net = net;
        this.settings = settings;
        this.seeds = new Seeds(settings.seed());
        this.checkpoint = file.resolveSibling(file.getFileName() + ".checkpoint");
        this.made = new TreeMap<>(made);
        this.made.put("device", Torch.deviceName());
    }

    /** The trained parameters, one row. */
    float[] run() {
        Fit.Settings how = Fit.Settings.of(settings.steps(), settings.rate())
                .withSchedule(new Schedule.Cosine(Math.min(50, settings.steps() / 10), 0))
                .withShards(settings.shards());
        int size = net.layout().size();
        try (NDManager scope = Torch.scope();
                Workers workers = Workers.forDevice();
                Progress progress = Progress.of("mini-CLIP learns words", settings.steps())) {
            NDArray row = Torch.tensor(scope, net.layout().initial(seeds.split("start")), new Shape(1, size));
            Fit fit = new Fit(row, how);
            resume(fit, progress);
            fit.runSaving(progress, this::loss, workers, INTERVAL, this::save);
            return Torch.floats(row);
        }
    }

    private void resume(Fit fit, Progress progress) {
        if (Files.isRegularFile(checkpoint)) {
            fit.resume(FitStates.read(ShapeClip.opened(checkpoint, made)));
            progress.resumed(fit.step());
        }
    }

    private void save(Fit.State state) {
        Safetensors.write(checkpoint, FitStates.weights(state), made);
    }

    /** A finished encoder needs no checkpoint. */
    void delete() {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException(checkpoint + ": cannot be deleted", e);
        }
    }

    private NDArray loss(NDManager scope, NDArray parameters, int step, int shard) {
        Seeds own = seeds.split("step", step).split("shard", shard);
        int batch = settings.batch();
        int[] order = own.split("concepts").permutation(Concept.COUNT);
        List<Concept> concepts =
                Arrays.stream(order).limit(batch).mapToObj(Concept::of).toList();
        Images images = settings.world().draw(concepts, own.split("images"));
        float[] counts = net.vocabulary().counts(images.captions());
        Shape pictures = new Shape(batch, 3, images.height(), images.width());
        Shape words = new Shape(batch, net.vocabulary().size());
        return net.loss(
                scope, parameters, Torch.tensor(scope, images.pixels(), pictures), Torch.tensor(scope, counts, words));
    }
}
