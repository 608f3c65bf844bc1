package org.modeljungle.show;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.modeljungle.Progress;
import org.modeljungle.store.Model;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;
import org.modeljungle.weights.WeightFileException;

/**
 * What the header of a model's file says.
 *
 * @param model the model
 * @param bytes of all tensors
 * @param numbers how many numbers there are in all tensors
 * @param tensors how many tensors there are
 * @param shapes names (without the model's prefixes), types and shapes of all tensors: the same for models of one
 *     architecture
 * @param problem what is wrong with the file; empty if nothing is
 */
record FileLook(Model model, long bytes, long numbers, int tensors, String shapes, String problem) {

    /** Opens the files. */
    static List<FileLook> all(List<Model> models) {
        List<FileLook> looks = new ArrayList<>();
        try (Progress progress = Progress.of("looking into weight files", models.size())) {
            for (Model model : models) {
                looks.add(of(model));
                progress.step();
            }
        }
        return looks;
    }

    static FileLook of(Model model) {
        try {
            List<TensorInfo> tensors = tensors(model.open());
            String shapes = tensors.stream()
                    .map(info -> info.name() + " " + info.dtype() + " " + info.shape())
                    .collect(Collectors.joining("\n"));
            long bytes = tensors.stream().mapToLong(TensorInfo::bytes).sum();
            long numbers = tensors.stream().mapToLong(TensorInfo::elements).sum();
            return new FileLook(model, bytes, numbers, tensors.size(), shapes, "");
        } catch (WeightFileException | UncheckedIOException e) {
            return new FileLook(model, 0, 0, 0, "", String.valueOf(e.getMessage()));
        }
    }

    static List<TensorInfo> tensors(Safetensors file) {
        return file.names().stream().map(file::info).toList();
    }

    boolean sound() {
        return problem.isEmpty();
    }
}
