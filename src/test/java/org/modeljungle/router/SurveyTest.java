package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;

/** From files to trees and routes. */
class SurveyTest {

    @TempDir
    Path folder;

    /** Two trees of one architecture, one of another, LoRAs, and models without relatives. */
    private List<Path> jungle(String split, int each) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            Seeds child = new Seeds(i).split(split);
            write(files, split + "-oak-" + i, new Seeds(1), child, 4);
            write(files, split + "-elm-" + i, new Seeds(2), child, 4);
            write(files, split + "-fir-" + i, new Seeds(3), child, 6);
            files.add(TinyModels.write(
                    folder, split + "-vine-" + i, TinyModels.lora(child, 2 + i % 3, List.of("q", "k", "v"))));
        }
        for (int i = 0; i < 3; i++) {
            write(files, split + "-alone-" + i, new Seeds(50 + i).split(split), new Seeds(i), 4);
        }
        return files;
    }

    private void write(List<Path> files, String name, Seeds ancestor, Seeds child, int blocks) {
        files.add(TinyModels.write(folder, name, TinyModels.model(ancestor, child, blocks, .2, 5 + blocks)));
    }

    @Test
    void findsTheTreesOfFilesAndRoutesOtherFiles() {
        Survey survey = Survey.of(jungle("train", 8));
        int[] labels = survey.trees().labels();
        for (int i = 0; i < 32; i++) {
            assertThat(labels[i]).as("model %d", i).isEqualTo(i % 4);
        }
        assertThat(survey.trees().singletons()).isEqualTo(3);
        assertThat(survey).hasToString(survey.trees().toString());

        List<Route> routes = survey.router().route(jungle("test", 4));
        for (int i = 0; i < 16; i++) {
            assertThat(routes.get(i).tree()).as("model %d", i).isEqualTo(i % 4);
        }
        assertThat(routes.subList(16, 19)).noneMatch(Route::known);
        assertThat(survey.router().route(folder.resolve("test-fir-1.safetensors")))
                .isEqualTo(routes.get(6));
    }

    @Test
    void oneModelIsNoPile() {
        assertThatThrownBy(() -> Survey.of(List.of(folder))).hasMessage("survey: expected 2 models or more, found 1");
    }
}
