package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.ParameterLayout;

class ProbeXTest {

    private static final Seeds SEEDS = new Seeds(11);
    private static final Head LABELS = new Head.Labels(3);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void equalsALoop(boolean relu) {
        ProbeX net = new ProbeX(new ProbeX.Settings(4, 3, 5, relu), 6, 7, LABELS);
        float[] parameters = net.layout().initial(SEEDS);
        LayerBank factored = Banks.lowRank(SEEDS, 4, 6, 7, 2);
        float[][] found = net.representations(parameters, factored.matrices());
        float[][] dense =
                net.representations(parameters, Banks.multipliedOut(factored).matrices());
        for (int model = 0; model < 4; model++) {
            float[] expected = naive(net, parameters, factored.matrix(model));
            assertThat(found[model]).containsExactly(expected, within(1e-5f));
            assertThat(dense[model]).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void manyModelsAreReadInChunks() {
        ProbeX net = new ProbeX(new ProbeX.Settings(2, 2, 2, true), 2, 2, LABELS);
        float[] parameters = net.layout().initial(SEEDS);
        LayerBank bank = Banks.dense(SEEDS, 300, 2, 2);
        float[][] all = net.logits(parameters, bank.matrices());
        assertThat(all).hasDimensions(300, 3);
        assertThat(all[299])
                .containsExactly(net.logits(parameters, bank.select(299).matrices())[0], within(1e-6f));
    }

    @Test
    void startsLikeTorch() {
        ProbeX net = new ProbeX(new ProbeX.Settings(16, 9, 8, true), 25, 50, LABELS);
        float[] row = net.layout().initial(SEEDS);
        assertThat(largest(net, row, "probes.weight")).isBetween(.24f, .25f); // 1 / sqrt(16), not 1 / sqrt(50)
        assertThat(largest(net, row, "shared_probe_proj.weight")).isBetween(.19f, .2f);
        assertThat(largest(net, row, "per_probe_encoders.weight")).isBetween(.08f, 1 / 12f);
        assertThat(largest(net, row, "classification_head.weight")).isBetween(.25f, .354f);
    }

    @Test
    void theLayoutHasTheReferenceNamesAndSizes() {
        ProbeX net = new ProbeX(ProbeX.Settings.CLASSIFICATION, 768, 768, new Head.Labels(100));
        assertThat(net.layout().size()).isEqualTo(2_306_788); // the published 2.3 M
        assertThat(net.layout().parameters())
                .extracting(ParameterLayout.Parameter::name)
                .containsExactly(
                        "probes.weight",
                        "shared_probe_proj.weight",
                        "per_probe_encoders.weight",
                        "per_probe_encoders.bias",
                        "classification_head.weight",
                        "classification_head.bias");
    }

    @Test
    void wrongArgumentsAreRefused() {
        ProbeX net = new ProbeX(new ProbeX.Settings(2, 2, 2, true), 3, 4, LABELS);
        float[] parameters = net.layout().initial(SEEDS);
        assertThatThrownBy(() -> net.representations(
                        parameters, Banks.dense(SEEDS, 2, 4, 3).matrices()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ProbeX: expected matrices [3, 4], found [4, 3]; one network reads one layer");
        assertThatThrownBy(() -> net.representations(
                        new float[5], Banks.dense(SEEDS, 2, 3, 4).matrices()))
                .hasMessage("ProbeX: expected 33 parameters, found 5");
        assertThatThrownBy(() -> net.texts(parameters, new float[1][1]))
                .hasMessage("ProbeX: expected a head for texts, found Labels[count=3]");
        assertThatThrownBy(() -> new ProbeX.Settings(0, 1, 1, true))
                .hasMessage("ProbeX: expected probes, projections and representation of 1 or more, found 0, 1, 1");
        assertThatThrownBy(() -> new Head.Labels(0)).hasMessage("labels: expected 1 label or more, found 0");
        assertThatThrownBy(() -> new Head.Text(3, 0))
                .hasMessage(
                        "text head: expected a text width of 1 or more and a finite logit scale above 0, found 3 and"
                                + " 0.0");
    }

    private static float largest(ProbeX net, float[] row, String name) {
        float largest = 0;
        for (float value : net.layout().slice(row, name)) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** One model's representation, term by term. */
    private static float[] naive(ProbeX net, float[] row, float[] x) {
        ProbeX.Settings s = net.settings();
        float[] u = net.layout().slice(row, "probes.weight"); // [cols, r_U]
        float[] v = net.layout().slice(row, "shared_probe_proj.weight"); // [r_V, rows]
        float[] m = net.layout().slice(row, "per_probe_encoders.weight"); // [r_T, r_U, r_V]
        float[] e = Arrays.copyOf(net.layout().slice(row, "per_probe_encoders.bias"), s.representation());
        for (int l = 0; l < s.probes(); l++) {
            for (int p = 0; p < s.projections(); p++) {
                double response = 0;
                for (int i = 0; i < net.rows(); i++) {
                    for (int j = 0; j < net.cols(); j++) {
                        response += v[p * net.rows() + i] * x[i * net.cols() + j] * u[j * s.probes() + l];
                    }
                }
                double active = s.relu() ? Math.max(0, response) : response;
                for (int t = 0; t < e.length; t++) {
                    e[t] += (float) (m[(t * s.probes() + l) * s.projections() + p] * active);
                }
            }
        }
        return e;
    }
}
