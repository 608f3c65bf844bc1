package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.ParameterLayout;

class ProbeXTest {

    private static final Seeds SEEDS = new Seeds(11);
    private static final Head LABELS = new Head.Labels(3);

    static List<ProbeX.Settings> depths() {
        ProbeX.Settings published = new ProbeX.Settings(4, 3, 5, true);
        return List.of(
                published,
                published.withRelu(false),
                published.withLayers(1, 2),
                published.withLayers(2, 1),
                published.withLayers(3, 3),
                published.withLayers(2, 2).withRelu(false));
    }

    @ParameterizedTest
    @MethodSource("depths")
    void equalsALoop(ProbeX.Settings settings) {
        ProbeX net = new ProbeX(settings, 6, 7, LABELS);
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
    void fewerLargeModelsAreReadAtOnce() {
        assertThat(Metanetwork.chunk(768 * 3072)).isEqualTo(128); // the largest of Model-J
        assertThat(Metanetwork.chunk(4096 * 4096)).isEqualTo(32);
        assertThat(Metanetwork.chunk(1L << 40)).isEqualTo(1);
    }

    @Test
    void manyModelsAreReadInChunks() {
        ProbeX net = new ProbeX(new ProbeX.Settings(2, 2, 2, true), 2, 2, LABELS);
        float[] parameters = net.layout().initial(SEEDS);
        LayerBank bank = Banks.dense(SEEDS, 300, 2, 2);
        float[][] all = net.outputs(parameters, bank.matrices());
        assertThat(all).hasDimensions(300, 3);
        assertThat(all[299])
                .containsExactly(net.outputs(parameters, bank.select(299).matrices())[0], within(1e-6f));
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
    void theNarrowOneIsTwentyTimesSmallerThanTheDenseExpert() {
        Head hundred = new Head.Labels(100);
        for (int[] shape : new int[][] {{64, 256}, {256, 64}}) {
            int dense = new DenseNetwork(DenseNetwork.Settings.CLASSIFICATION, shape[0], shape[1], hundred)
                    .layout()
                    .size();
            ProbeX narrow = new ProbeX(ProbeX.Settings.NARROW, shape[0], shape[1], hundred);
            assertThat((double) dense / narrow.layout().size()).isGreaterThan(20);
        }
    }

    @Test
    void deeperLayersAreCounted() {
        ProbeX.Settings flat = new ProbeX.Settings(4, 3, 5, true);
        ProbeX.Settings deep = flat.withLayers(3, 2);
        long more = new ProbeX(deep, 6, 7, LABELS).flops() - new ProbeX(flat, 6, 7, LABELS).flops();
        assertThat(more).isEqualTo(2 * (2 * 4 * 3 * 3) + 2 * 5 * 5);
        int parameters = new ProbeX(deep, 6, 7, LABELS).layout().size()
                - new ProbeX(flat, 6, 7, LABELS).layout().size();
        assertThat(parameters).isEqualTo(2 * 3 * 3 + 5 * 5 + 5);
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
        assertThatThrownBy(() -> new ProbeX.Settings(1, 1, 1, true, 1, 0))
                .hasMessage("ProbeX: expected 1 layer or more of projections and of encoders, found 1, 0");
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
        float[] responses = new float[s.probes() * s.projections()];
        for (int l = 0; l < s.probes(); l++) {
            float[] answer = new float[net.rows()]; // X u_l
            for (int i = 0; i < net.rows(); i++) {
                for (int j = 0; j < net.cols(); j++) {
                    answer[i] += x[i * net.cols() + j] * u[j * s.probes() + l];
                }
            }
            float[] response = times(v, answer, new float[s.projections()]);
            for (int layer = 2; layer <= s.projectionLayers(); layer++) {
                float[] deeper = net.layout().slice(row, "shared_probe_proj_" + layer + ".weight");
                response = times(deeper, active(s, response), new float[s.projections()]);
            }
            System.arraycopy(active(s, response), 0, responses, l * s.projections(), s.projections());
        }
        float[] e = times(
                net.layout().slice(row, "per_probe_encoders.weight"),
                responses,
                net.layout().slice(row, "per_probe_encoders.bias"));
        for (int layer = 2; layer <= s.encoderLayers(); layer++) {
            String name = "per_probe_encoders_" + layer;
            e = times(
                    net.layout().slice(row, name + ".weight"),
                    active(s, e),
                    net.layout().slice(row, name + ".bias"));
        }
        return e;
    }

    private static float[] times(float[] weight, float[] input, float[] bias) {
        float[] output = bias.clone();
        for (int i = 0; i < output.length; i++) {
            for (int j = 0; j < input.length; j++) {
                output[i] += weight[i * input.length + j] * input[j];
            }
        }
        return output;
    }

    private static float[] active(ProbeX.Settings s, float[] input) {
        float[] output = input.clone();
        for (int i = 0; i < output.length; i++) {
            output[i] = s.relu() ? Math.max(0, output[i]) : output[i];
        }
        return output;
    }
}
