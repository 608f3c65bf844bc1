package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class MatricesTest {

    private static final int MODELS = 3;
    private static final int ROWS = 4;
    private static final int COLS = 5;
    private static final int RANK = 2;

    private final float[] up = new Seeds(1).split("up").normal(MODELS * ROWS * RANK); // [models, rows, rank]
    private final float[] down = new Seeds(1).split("down").normal(MODELS * RANK * COLS); // [models, rank, cols]
    private final LowRank lowRank = new LowRank(MODELS, ROWS, COLS, RANK, up, down);
    private final Dense dense = new Dense(2, 2, 3, new float[] {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15});

    @Test
    void whatDiffersFromOneMatrix() {
        LayerBank bank = new LayerBank("a", new Dense(2, 1, 2, new float[] {1, 2, 5, 8}));
        LayerBank one = new LayerBank("a", new Dense(1, 1, 2, new float[] {1, 1}));
        assertThat(bank.less(one).matrix(0)).containsExactly(0, 1);
        assertThat(bank.less(one).matrix(1)).containsExactly(4, 7);
        assertThat(bank.rootMeanSquare()).isEqualTo(Math.sqrt((1 + 4 + 25 + 64) / 4.0));
        assertThatThrownBy(() -> one.less(bank))
                .hasMessage("difference of layers: expected one matrix [1, 1, 2], found [2, 1, 2]");
    }

    @Test
    void aLowRankMatrixIsTheProductOfItsFactors() {
        for (int model = 0; model < MODELS; model++) {
            float[] product = lowRank.dense(model);
            for (int row = 0; row < ROWS; row++) {
                for (int col = 0; col < COLS; col++) {
                    double expected = 0;
                    for (int k = 0; k < RANK; k++) {
                        expected +=
                                (double) up[(model * ROWS + row) * RANK + k] * down[(model * RANK + k) * COLS + col];
                    }
                    assertThat((double) product[row * COLS + col]).isCloseTo(expected, within(1e-5));
                }
            }
        }
    }

    @Test
    void aDenseMatrixIsACopy() {
        float[] second = dense.dense(1);
        assertThat(second).containsExactly(10, 11, 12, 13, 14, 15);
        second[0] = 99;
        assertThat(dense.values()[6]).isEqualTo(10);
    }

    @Test
    void selectionKeepsTheOrderAskedFor() {
        assertThat(dense.select(1, 0, 1).values())
                .containsExactly(10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15);
        LowRank some = lowRank.select(2, 0);
        assertThat(some.models()).isEqualTo(2);
        assertThat(some.dense(0)).isEqualTo(lowRank.dense(2));
        assertThat(some.dense(1)).isEqualTo(lowRank.dense(0));
    }

    @Test
    void banksAreJoinedModelAfterModel() {
        Dense more = new Dense(1, 2, 3, new float[] {20, 21, 22, 23, 24, 25});
        LayerBank joined =
                LayerBank.concat("mlp", List.of(new LayerBank("tree 1", dense), new LayerBank("tree 2", more)));
        assertThat(joined.layer()).isEqualTo("mlp");
        assertThat(joined.models()).isEqualTo(3);
        assertThat(joined.matrix(1)).isEqualTo(dense.dense(1));
        assertThat(joined.matrix(2)).isEqualTo(more.values());
        Matrices factored = Matrices.concat(List.of(lowRank.select(1), lowRank));
        assertThat(factored).isInstanceOf(LowRank.class).hasToString("[4, 4, 5] of rank 2");
        assertThat(factored.dense(0)).isEqualTo(lowRank.dense(1));
        assertThat(factored.dense(3)).isEqualTo(lowRank.dense(2));
    }

    @Test
    void factorsMultipliedOutAreJoinedWithWholeMatrices() {
        LayerBank multiplied = new LayerBank("q", lowRank).dense();
        assertThat(multiplied.matrices()).isInstanceOf(Dense.class).hasToString("[3, 4, 5]");
        for (int model = 0; model < 3; model++) {
            assertThat(multiplied.matrix(model)).isEqualTo(lowRank.dense(model));
        }
        LayerBank whole = new LayerBank("lora_q", new Dense(1, ROWS, COLS, new float[ROWS * COLS]));
        assertThat(whole.dense()).isSameAs(whole);
        assertThat(LayerBank.concat("q", List.of(multiplied, whole)).models()).isEqualTo(4);
    }

    @Test
    void banksThatDifferAreNotJoined() {
        Dense turned = new Dense(1, 3, 2, new float[6]);
        assertThatThrownBy(() -> Matrices.concat(List.of(dense, turned)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "joined matrices: expected all as the first, [2, 2, 3], found [1, 3, 2]; models of different"
                                + " shapes cannot be in one bank");
        Dense multiplied = new Dense(1, ROWS, COLS, lowRank.dense(0));
        assertThatThrownBy(() -> Matrices.concat(List.of(lowRank, multiplied)))
                .hasMessage(
                        "joined matrices: expected all as the first, [3, 4, 5] of rank 2, found [1, 4, 5]; models of"
                                + " different shapes cannot be in one bank");
        assertThatThrownBy(() -> Matrices.concat(List.of()))
                .hasMessage("joined matrices: expected 1 part or more, found none");
    }

    @Test
    void modelsThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> dense.dense(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model index: expected 0 to 1, found 2");
        assertThatThrownBy(() -> lowRank.dense(-1)).hasMessage("model index: expected 0 to 2, found -1");
        assertThatThrownBy(() -> lowRank.select(0, 3)).hasMessage("model index: expected 0 to 2, found 3");
        assertThatThrownBy(dense::select)
                .hasMessage("matrices: expected 1 or more models, rows and cols, at most 2147483639 numbers in all,"
                        + " found [0, 1, 6]; take fewer models at a time");
    }

    @Test
    void arraysOfTheWrongLengthAreRefused() {
        assertThatThrownBy(() -> new Dense(2, 2, 3, new float[11]))
                .hasMessage("matrices: expected the 12 numbers of [2, 2, 3], found 11");
        assertThatThrownBy(() -> new LowRank(1, 3, 4, 2, new float[6], new float[7]))
                .hasMessage("down: expected the 8 numbers of [1, 2, 4], found 7");
    }

    @Test
    void banksBeyondOneArrayAreRefused() {
        assertThatThrownBy(() -> new Dense(1000, 768, 3072, new float[0]))
                .hasMessage("matrices: expected 1 or more models, rows and cols, at most 2147483639 numbers in all,"
                        + " found [1000, 768, 3072]; take fewer models at a time");
    }

    @Test
    void theyPrintAsTheirShape() {
        assertThat(dense).hasToString("[2, 2, 3]");
        assertThat(new LayerBank("mid.q", lowRank)).hasToString("layer 'mid.q' [3, 4, 5] of rank 2");
    }
}
