package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Golden;
import org.modeljungle.Operations;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;

class StepOperationsTest {

    private static final Seeds SEEDS = new Seeds(4);
    private static final int MODELS = 12;
    private static final int ROWS = 5;
    private static final int COLS = 7;

    /** A GPU waits for the next operation to be started, at least 5 microseconds for each. */
    @ParameterizedTest
    @ValueSource(strings = {"probex", "mvprobe"})
    void aStepTakesNoMoreOperationsThanPlainPyTorch(String name) {
        int few = operations(name, 2);
        int more = operations(name, 8);
        assertThat((more - few) % 6).isZero();
        int each = (more - few) / 6;
        int pyTorch = Golden.read("operations").get(name).intValue();
        assertThat(each).isBetween(pyTorch / 2, pyTorch);
    }

    /** Of epochs of one step, without validation but at the end. */
    private static int operations(String name, int epochs) {
        Head head = new Head.Labels(3);
        Metanetwork network = name.equals("probex")
                ? new ProbeX(new ProbeX.Settings(4, 3, 8, true), ROWS, COLS, head)
                : new MvProbe(new MvProbe.Settings(4, 3, 8), ROWS, COLS, head);
        MetanetworkFit.Settings how = MetanetworkFit.Settings.CLASSIFICATION
                .withEpochs(epochs)
                .withBatch(MODELS)
                .withEvaluateEvery(epochs);
        Dense bank = new Dense(MODELS, ROWS, COLS, SEEDS.split("bank").normal(MODELS * ROWS * COLS));
        Targets targets = new Targets.Labels(new float[MODELS][3]);
        return Operations.of(() -> new MetanetworkFit(network, how, SEEDS).run(bank, targets, row -> 0));
    }
}
