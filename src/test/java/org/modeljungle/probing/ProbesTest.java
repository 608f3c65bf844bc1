package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Siren;

class ProbesTest {

    private static final Siren SIREN = new Siren(2, 4, 1, 1, 5, 0);
    private static final Mlp MLP = new Mlp(8, 2);
    private static final Generator TWO_LAYERS = new Generator.FullyConnected(3, 2, true);
    private static final Generator PICTURES = new Generator.Convolutional(8, 4, 1, false);
    private static final Classifier CNN = new Classifier(ConvNet.zoo(8, 3, ConvNet.Activation.RELU), List.of(10));

    @Test
    void anUntrainedGeneratorIsWhatItsLayersSay() {
        float[] made = new Probes.Untrained(5, TWO_LAYERS, 7).values(List.of(2));
        ParameterLayout layout = new ParameterLayout();
        new Probes.Generated(5, TWO_LAYERS).addTo(layout, List.of(2));
        assertThat(made).containsExactly(byHand(layout, layout.initial(new Seeds(7))), within(1e-6f));
    }

    @Test
    void theWildParksGeneratorHasOneLayerFewer() {
        ParameterLayout layout = new ParameterLayout();
        Generator.Convolutional.WILD_PARK.addTo(layout, List.of(3, 32, 32));
        assertThat(layout.parameters().stream()
                        .map(ParameterLayout.Parameter::shape)
                        .filter(shape -> shape.size() > 1))
                .containsExactly(
                        List.of(32, 128, 4, 4),
                        List.of(128, 64, 4, 4),
                        List.of(64, 32, 4, 4),
                        List.of(32, 16, 4, 4),
                        List.of(16, 3, 3, 3));
        assertThat(Probing.probeGen(64, Generator.Convolutional.WILD_PARK).probes())
                .isEqualTo(new Probes.Generated(64, Generator.Convolutional.WILD_PARK));
    }

    /** Two layers with a ReLU between them, by loops: 5 codes of 3 numbers to 5 points of 2. */
    private static float[] byHand(ParameterLayout layout, float[] row) {
        float[] codes = layout.slice(row, "latent");
        float[] hidden = linear(codes, layout.slice(row, "generator.0.weight"), layout.slice(row, "generator.0.bias"));
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        return linear(hidden, layout.slice(row, "generator.1.weight"), layout.slice(row, "generator.1.bias"));
    }

    private static float[] linear(float[] inputs, float[] weight, float[] bias) {
        int out = bias.length;
        int in = weight.length / out;
        int rows = inputs.length / in;
        float[] outputs = new float[rows * out];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = bias[i % out];
            for (int k = 0; k < in; k++) {
                outputs[i] += inputs[i / out * in + k] * weight[i % out * in + k];
            }
        }
        return outputs;
    }

    @Test
    void theSameStartIsWhatTheUntrainedGeneratorMakes() {
        Probing started = new Probing("same-start", new Probes.StartedLike(6, PICTURES), MLP);
        ParameterLayout layout = started.layout(CNN, 1);
        float[] probes = started.probes(CNN, 1, layout.initial(new Seeds(2)));
        ParameterLayout own = new ParameterLayout();
        Probes.Generated generated = new Probes.Generated(6, PICTURES);
        generated.addTo(own, CNN.input());
        float[] row = own.initial(new Seeds(2).split("probes"));
        assertThat(probes)
                .hasSize(6 * 3 * 8 * 8)
                .containsExactly(MadeProbes.of(generated.lines(CNN.input()), own, row), within(1e-6f));
        assertThat(layout.slice(layout.initial(new Seeds(3)), "probes"))
                .isNotEqualTo(layout.slice(layout.initial(new Seeds(2)), "probes"));
    }

    @Test
    void probesStartedAlikeAreLearntEachByItself() {
        ParameterLayout free = new ParameterLayout();
        new Probes.Free(6).addTo(free, CNN.input());
        ParameterLayout started = new ParameterLayout();
        new Probes.StartedLike(6, PICTURES).addTo(started, CNN.input());
        assertThat(started.get("probes").shape()).isEqualTo(free.get("probes").shape());
        assertThat(started.size()).isEqualTo(free.size());
        assertThat(new Probes.StartedLike(6, PICTURES).lines(CNN.input()))
                .isEqualTo(new Probes.Free(6).lines(CNN.input()));
    }

    @Test
    void anotherSeedMakesOtherUntrainedProbes() {
        float[] one = new Probes.Untrained(4, PICTURES, 1).values(CNN.input());
        assertThat(new Probes.Untrained(4, PICTURES, 1).values(CNN.input())).isEqualTo(one);
        assertThat(new Probes.Untrained(4, PICTURES, 2).values(CNN.input())).isNotEqualTo(one);
        for (float value : one) {
            assertThat(value).isBetween(-1f, 1f);
        }
    }

    @Test
    void thereHasToBeAProbe() {
        assertThatThrownBy(() -> new Probes.StartedLike(0, TWO_LAYERS))
                .hasMessage("probes: expected 1 or more, found 0");
        assertThatThrownBy(() -> new Probes.Untrained(0, TWO_LAYERS, 1))
                .hasMessage("probes: expected 1 or more, found 0");
    }

    @Test
    void parametersOfAnotherSizeMakeNoProbes() {
        Probing vanilla = new Probing("vanilla", new Probes.Free(3), MLP);
        int expected = vanilla.layout(SIREN, 2).size();
        assertThatThrownBy(() -> vanilla.probes(SIREN, 2, new float[5]))
                .hasMessage("vanilla: expected its " + expected + " parameters, found 5");
    }
}
