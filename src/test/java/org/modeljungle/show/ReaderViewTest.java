package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.World;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.LinearReader;
import org.modeljungle.expert.MetanetworkReader;
import org.modeljungle.kernel.Payload;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.nets.Siren;
import org.modeljungle.probing.Method;
import org.modeljungle.probing.Probing;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Whitening;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.LayerSize;

class ReaderViewTest {

    @TempDir
    Path folder;

    static Stream<Metanetwork> networks() {
        Head labels = new Head.Labels(4);
        return Stream.of(
                new ProbeX(new ProbeX.Settings(5, 6, 7, true), 8, 9, labels),
                new ProbeX(new ProbeX.Settings(5, 6, 7, false, 3, 2), 8, 9, new Head.Numbers(2)),
                new MvProbe(new MvProbe.Settings(5, 6, 7), 8, 9, new Head.Label(3)),
                new DenseNetwork(new DenseNetwork.Settings(0), 8, 9, labels),
                new DenseNetwork(new DenseNetwork.Settings(11), 8, 9, labels));
    }

    private static MetanetworkFile file(Metanetwork network, String layer) {
        return new MetanetworkFile(network, layer, new float[network.layout().size()]);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void stepsAddUpToTheReader(Metanetwork network) {
        Expert.Reader reader = MetanetworkReader.of(file(network, "a.layer"));
        FlowChart chart = ReaderView.of(reader);
        assertThat(chart.parameters()).isEqualTo(reader.parameters());
        assertThat(chart.flops()).isEqualTo(reader.flops());
        assertThat(chart.text()).contains("\n  a.layer [8, 9]\n");
        assertThat(chart.picture().problem()).isEmpty();
    }

    @Test
    void probeXHasThePapersSymbolsAndShapes() {
        Metanetwork network = new ProbeX(new ProbeX.Settings(5, 6, 7, true), 8, 9, new Head.Labels(4));
        assertThat(ReaderView.of(MetanetworkReader.of(file(network, "a.layer"))).text())
                .isEqualTo("""
                ProbeX: 342 parameters, 838 multiply-adds a model
                  a.layer [8, 9]
                  -> probes, X U [8, 5] (45 parameters, 360 multiply-adds)
                  -> projections, V' [6, 5] (48 parameters, 240 multiply-adds)
                  -> ReLU, then encoders, M [7] (217 parameters, 210 multiply-adds)
                  -> head, T: a logit for each label [4] (32 parameters, 28 multiply-adds)""");
    }

    @Test
    void namesOfOutputsAndLayersAreEscaped() {
        Metanetwork network = new ProbeX(new ProbeX.Settings(5, 6, 7, true), 8, 9, new Head.Labels(1));
        String evil = WeightFiles.EVIL;
        MetanetworkFile named = file(network, evil).withClasses(List.of(evil));
        Payload payload = Payloads.of(MetanetworkReader.of(named));
        assertThat(payload.data()).containsKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
        assertThat((String) payload.data().get(Payload.HTML))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "<img src=x");
    }

    @Test
    void aLinearReaderAddsUpToo() {
        ResidualMap map = new ResidualMap(2, 3, new float[6], Whitening.NONE, new float[12]);
        Artifact.About about =
                new Artifact.About(List.of(new LayerSize("q", 2, 3), new LayerSize("v", 2, 3)), List.of(), "");
        LinearReader reader = new LinearReader("ridge", Map.of("q", map, "v", map), new float[2], 1, 0, about);
        FlowChart chart = ReaderView.of(reader);
        assertThat(chart.parameters()).isEqualTo(24);
        assertThat(chart.flops()).isEqualTo(reader.flops());
        assertThat(chart.text()).contains("\n  2 layers [2, 3]\n", "summed [2] (24 parameters, 24 multiply-adds)");
    }

    @Test
    void aReaderOfYourOwnIsOneBox() {
        record Own() implements Expert.Reader {
            @Override
            public float[][] outputs(Map<String, LayerBank> models) {
                return new float[0][];
            }

            @Override
            public long parameters() {
                return 12;
            }

            @Override
            public long flops() {
                return 30;
            }
        }
        assertThat(ReaderView.of(new Own()).text()).isEqualTo("""
                Reader: 12 parameters, 15 multiply-adds a model
                  weights of a model
                  -> reader (12 parameters, 15 multiply-adds)""");
    }

    static Stream<Method> methods() {
        return Probing.compared(6, Siren.PICTURE).stream();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void probingMethodsAddUp(Method method) {
        FlowChart chart = ReaderView.of(method, Siren.PICTURE, 10);
        assertThat(chart.parameters())
                .isEqualTo(method.layout(Siren.PICTURE, 10).size());
        assertThat(chart.flops()).isEqualTo(method.flops(Siren.PICTURE, 10));
        assertThat(chart.branches().get(0).get(0).parameters() > 0
                        || !method.name().equals("probegen"))
                .isTrue();
    }

    @Test
    void anAlignmentHasTwoWaysIntoOneSpace() {
        TextEncoder encoder = TextEncoder.named("t", texts -> new float[texts.size()][3]);
        Metanetwork network = new ProbeX(new ProbeX.Settings(5, 6, 7, true), 8, 9, new Head.Text(3, 1));
        file(network, "q").write(folder.resolve("a.safetensors"));
        AlignmentReader reader = AlignmentReader.open(folder.resolve("a.safetensors"), "q", encoder);
        FlowChart chart = ReaderView.of(reader);
        assertThat(chart.branches()).hasSize(2);
        assertThat(chart.parameters()).isEqualTo(reader.parameters());
        assertThat(chart.flops()).isEqualTo(reader.flops());
        assertThat(chart.text())
                .contains("  q [8, 9]\n", "  caption\n  -> text encoder\n  -> linear map [7] (28 parameters)\n");
        assertThat(chart.picture().problem()).isEmpty();
    }

    @Test
    void aRidgeAlignmentCountsItsMaps() {
        World world = new World(new Seeds(1), 3, 3, 4);
        Map<String, LayerBank> banks = new LinkedHashMap<>(Map.of("v", world.layer("v", .2)));
        TextEncoder encoder = TextEncoder.named("world", world::encode);
        int[] train = {0, 4, 8, 12, 16, 20, 24, 28, 32};
        AlignmentReader reader = RidgeAlignment.allLayers(Gram.of(banks.values()), world.captions(), train, encoder)
                .reader(banks);
        FlowChart chart = ReaderView.of(reader);
        assertThat(chart.parameters()).isEqualTo(10 * 8 * 12);
        assertThat(chart.flops()).isEqualTo(2 * 10 * 8 * 12);
        assertThat(chart.text())
                .startsWith("Linear alignment: 960 parameters, 960 multiply-adds a model\n  v [10, 8]\n");
    }

    @Test
    void aChartNeedsSteps() {
        assertThatThrownBy(() -> FlowChart.of("none", List.of()))
                .hasMessage("flow chart 'none': expected 1 or 2 branches of 1 step or more, found [[]]");
        assertThatThrownBy(() -> new FlowStep("s", "", -1, 0))
                .hasMessage("step 's': expected 0 parameters and operations or more, found -1 and 0");
    }
}
