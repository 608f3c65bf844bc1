package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Checkpoints;

/**
 * What one training is given: seeds, progress and a place for checkpoints.
 *
 * @param seeds where all its randomness comes from
 * @param progress counts its steps, and is where it can be stopped
 * @param scratch a folder of its own, for checkpoints: a stopped training finds it as it left it, and it is deleted
 *     once the trial is finished; whoever writes first creates it; none where nothing is kept
 * @param keys what else its checkpoints depend on: the digests of the trials of a stack, whose folder is that of the
 *     first; none of a training whose folder is its own
 */
public record TrainingContext(Seeds seeds, Progress progress, Optional<Path> scratch, List<String> keys) {

    /** Of a training whose folder is its own. */
    public TrainingContext(Seeds seeds, Progress progress, Optional<Path> scratch) {
        this(seeds, progress, scratch, List.of());
    }

    /** Without a folder. */
    public static TrainingContext of(Seeds seeds, Progress progress) {
        return new TrainingContext(seeds, progress, Optional.empty());
    }

    /** Where the training may save its state. */
    public Checkpoints checkpoints() {
        return scratch.map(folder -> Checkpoints.in(folder, String.join(" ", keys)))
                .orElse(Checkpoints.NONE);
    }
}
