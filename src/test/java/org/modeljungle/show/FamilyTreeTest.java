package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.kernel.Payload;
import org.modeljungle.router.Dendrogram;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

class FamilyTreeTest {

    private static List<Model> models(String prefix, int count) {
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            models.add(Model.of(prefix + i, Path.of(prefix + i)));
        }
        return models;
    }

    private static Models some() {
        List<Model> all = new ArrayList<>();
        models("oak", 2).forEach(model -> all.add(model.withTree("oak")));
        models("elm", 9).forEach(model -> all.add(model.withTree("elm").withSplit("train")));
        models("test", 3).forEach(model -> all.add(model.withTree("elm").withSplit("test")));
        models("bare", 1).forEach(model -> all.add(model.withTree("elm")));
        models("lost", 8).forEach(all::add);
        return Models.of("somewhere", all);
    }

    @Test
    void fewAreNamedAndManyAreCounted() {
        assertThat(FamilyTree.of(some()).text()).isEqualTo("""
                Known trees
                  somewhere: 23 models
                    ancestor of elm: 13 models
                      test: 3 models
                      train: 9 models
                      of no split: 1 model
                    ancestor of oak: 2 models
                      oak0
                      oak1
                    no known tree: 8 models""");
    }

    @Test
    void manyTreesAreFolded() {
        List<Model> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(Model.of("m" + i, Path.of("m" + i)).withTree("t" + i));
        }
        FamilyTree tree = FamilyTree.of(Models.of("x", all));
        assertThat(tree.root().children()).hasSize(13);
        assertThat(tree.root().children().get(2).label()).isEqualTo("ancestor of t2: 1 model"); // natural order
        assertThat(tree.root().children().get(12).label()).isEqualTo("8 more trees: 8 models");
        assertThat(tree.picture().problem()).isEmpty();
    }

    @Test
    void noModelsAreDrawnToo() {
        FamilyTree none = FamilyTree.of(Models.of("nothing", List.of()));
        assertThat(none.text()).isEqualTo("Known trees\n  nothing: 0 models");
        assertThat(none.picture().problem()).isEmpty();
    }

    @Test
    void standsBesideADendrogramAndIsEscaped() {
        List<Model> evil = List.of(Model.of("m", Path.of("m")).withTree(WeightFiles.EVIL));
        Dendrogram dendrogram = new Dendrogram(2, new int[] {0}, new int[] {1}, new double[] {1});
        Panels both = Panels.of(FamilyTree.of(Models.of("x", evil)), Charts.dendrogram("Found", dendrogram));
        Payload payload = Payloads.of(both);
        assertThat(payload.data()).containsKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
        assertThat((String) payload.data().get(Payload.HTML))
                .contains("&lt;script&gt;", "Found, dendrogram of 2 points")
                .doesNotContain("<script", "<img src=x");
    }
}
