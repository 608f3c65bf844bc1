package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.router.Survey;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class LayerChecksTest {

    @TempDir
    private Path folder;

    private Path write(String name, Map<String, Weight> weights) {
        Path path = folder.resolve(name + ".safetensors");
        Safetensors.write(path, weights, Map.of());
        return path;
    }

    private static Weight matrix(int rows, float first) {
        float[] values = new float[rows * 40];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + i;
        }
        return Weight.of(values, rows, 40);
    }

    private Models strangers() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.add(write("sound-" + i, Map.of("q.weight", matrix(4, i), "head.weight", matrix(2 + i, i))));
        }
        files.add(write("wide", Map.of("q.weight", matrix(8, 1))));
        files.add(write("other", Map.of("k.weight", matrix(4, 1))));
        files.add(write("infinite", Map.of("q.weight", matrix(4, Float.POSITIVE_INFINITY))));
        files.add(Files.write(folder.resolve("cut.safetensors"), new byte[5]));
        files.add(Files.writeString(folder.resolve("page.safetensors"), "<!DOCTYPE html><title>Not found</title>"));
        return Models.of(files);
    }

    @Test
    void eachThatCannotBeReadWithTheOthersHasItsReason() throws IOException {
        Models models = strangers();
        Checked checked = LayerBank.check(models, List.of("q"));
        assertThat(checked.sound().ids()).containsExactly("sound-0", "sound-1", "sound-2", "sound-3", "sound-4");
        assertThat(LayerBank.read(checked.sound(), "q").models()).isEqualTo(5);
        assertThat(reason(checked, "wide")).endsWith("wide.safetensors: expected [4, 40] as in most, found [8, 40]");
        assertThat(reason(checked, "other")).contains("layer 'q' in ", "expected a weight or a LoRA pair");
        assertThat(reason(checked, "infinite")).endsWith("expected finite numbers, found Infinity");
        assertThat(reason(checked, "cut")).contains("found 5 bytes in all");
        assertThat(reason(checked, "page")).contains("a web page");
        assertThat(checked.broken()).hasSize(5);
    }

    @Test
    void aSurveyTakesWhatHasFiniteWeights() throws IOException {
        Checked checked = Survey.check(strangers());
        assertThat(checked.broken()).extracting(one -> one.model().id()).containsExactly("infinite", "cut", "page");
        assertThat(Survey.of(checked.sound()).trees().count()).isPositive();
    }

    private static String reason(Checked checked, String id) {
        return checked.broken().stream()
                .filter(one -> one.model().id().equals(id))
                .findFirst()
                .orElseThrow()
                .reason();
    }
}
