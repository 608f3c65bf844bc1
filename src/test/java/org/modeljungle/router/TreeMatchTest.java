package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import tech.tablesaw.api.Table;

class TreeMatchTest {

    /** Models of these trees; "" for none. */
    private static Models models(String... trees) {
        List<Model> models = new ArrayList<>();
        for (String tree : trees) {
            Model model = Model.of("m" + models.size(), Path.of("m" + models.size()));
            models.add(tree.isEmpty() ? model : model.withTree(tree));
        }
        return Models.of("a pile", models);
    }

    /** Three found trees, of 3, 2 and 2 models, and two single ones. */
    private static final Trees FOUND = new Trees(new int[] {0, 0, 1, 2, 0, 1, 3, 2, 4}, 5, 1, .5);

    private static final TreeMatch MATCH =
            TreeMatch.of(FOUND, models("oak 10", "oak 10", "elm", "oak 2", "oak 10", "", "", "oak 2", "oak 10"));

    @Test
    void countsTheModelsOfEachTreeInEachFoundOne() {
        assertThat(MATCH.trees()).containsExactly("elm", "oak 2", "oak 10");
        assertThat(MATCH.counts()).isDeepEqualTo(new int[][] {{0, 1, 0, 0}, {0, 0, 2, 0}, {3, 0, 0, 1}, {0, 1, 0, 1}});
        assertThat(MATCH.found()).isEqualTo(3);
    }

    @Test
    void aTreeIsTheFoundOneThatMostOfItsModelsAreIn() {
        assertThat(MATCH.found("oak 10")).isZero();
        assertThat(MATCH.found("elm")).isEqualTo(1);
        assertThat(MATCH.found("oak 2")).isEqualTo(2);
        TreeMatch alone = TreeMatch.of(new Trees(new int[] {0, 0, 1}, 2, 1, .5), models("oak", "oak", "elm"));
        assertThat(alone.found("elm")).isEqualTo(Route.UNKNOWN);
        assertThatThrownBy(() -> MATCH.found("fir"))
                .hasMessage("tree match: expected one of the trees [elm, oak 2, oak 10], found 'fir'");
    }

    @Test
    void otherModelsBelongWhereTheirTreeWasFound() {
        assertThat(MATCH.truth(models("oak 2", "", "elm", "fir", "oak 10")))
                .containsExactly(2, Route.UNKNOWN, 1, Route.UNKNOWN, 0);
    }

    /** A tree that was found in two parts is left out with both. */
    @Test
    void aTreeIsLeftOutWhole() {
        TreeMatch split = new TreeMatch(List.of("A", "B"), new int[][] {{10, 0, 4, 0}, {0, 9, 0, 0}, {0, 0, 0, 0}});
        assertThat(LeaveOneTreeOut.without(split, "A")).containsExactly(Route.UNKNOWN, 0, Route.UNKNOWN);
        assertThat(LeaveOneTreeOut.without(split, "B")).containsExactly(0, Route.UNKNOWN, 1);
    }

    @Test
    void aTableHasARowForEachTree() {
        Table table = MATCH.table();
        assertThat(table.columnNames()).containsExactly("tree", "found 0", "found 1", "found 2", "single");
        assertThat(table.column("tree").asList()).isEqualTo(List.of("elm", "oak 2", "oak 10", "of no known tree"));
        assertThat(table.intColumn("single").asList()).containsExactly(0, 0, 1, 1);
    }

    @Test
    void otherModelsThanThoseLookedAtAreRefused() {
        assertThatThrownBy(() -> TreeMatch.of(FOUND, models("oak")))
                .hasMessage("tree match: expected the 9 models that the trees were found among, found 1");
    }
}
