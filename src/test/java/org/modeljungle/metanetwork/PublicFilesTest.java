package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Golden;
import org.modeljungle.layers.Dense;
import org.modeljungle.weights.Safetensors;

/** Files as the public trainers save them; the outputs are those of {@code golden/public_files.py}. */
class PublicFilesTest {

    private static final JsonNode GOLDEN = Golden.read("public-files");
    private static final Dense MODELS =
            new Dense(size("models"), size("rows"), size("cols"), Golden.floats(GOLDEN.get("matrices")));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"probex", "mvprobe"})
    void aClassifierOpensAsItComes(String network) {
        MetanetworkFile file = MetanetworkFile.read(path(network + "-classes"));
        float[][] logits = file.network().outputs(file.parameters(), MODELS);
        Golden.assertClose(network, flat(logits), expected(network + "-classes", "outputs"), 1e-6);
        assertThat(file.layer()).isEmpty();
        assertThat(file.classes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"probex", "mvprobe"})
    void anAlignmentOpensAsItComes(String network) {
        MetanetworkFile file = MetanetworkFile.read(path(network + "-texts"));
        float[] flat = Golden.floats(GOLDEN.get("texts"));
        float[][] texts = new float[flat.length / size("width")][size("width")];
        for (int i = 0; i < flat.length; i++) {
            texts[i / size("width")][i % size("width")] = flat[i];
        }
        float[][] words = file.network().texts(file.parameters(), texts);
        float[][] read = file.network().representations(file.parameters(), MODELS);
        Golden.assertClose(network, flat(words), expected(network + "-texts", "outputs"), 1e-6);
        Golden.assertClose(network, flat(cosines(read, words)), expected(network + "-texts", "cosines"), 1e-6);
        assertThat(file.network().head()).isEqualTo(new Head.Text(size("width"), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"probex-classes", "probex-texts", "mvprobe-classes", "mvprobe-texts"})
    void whatIsWrittenHasThePublicNamesShapesAndNumbers(String name) {
        Safetensors original = Safetensors.open(path(name));
        Path path = folder.resolve("written.safetensors");
        MetanetworkFile.read(path(name)).withLayer("a").write(path);
        Safetensors written = Safetensors.open(path);
        assertThat(written.names()).isEqualTo(original.names());
        for (String tensor : original.names()) {
            assertThat(written.info(tensor).shape())
                    .isEqualTo(original.info(tensor).shape());
            assertThat(written.bytes(tensor)).as(tensor).isEqualTo(original.bytes(tensor));
        }
    }

    @Test
    void classesAreTakenToBeInAlphabeticalOrder() {
        MetanetworkFile file = MetanetworkFile.read(path("probex-classes"));
        float[][] alphabetical = file.network().outputs(file.parameters(), MODELS);
        MetanetworkFile ours = file.inOrder(List.of("owl", "ant", "cat"));
        float[][] logits = ours.network().outputs(ours.parameters(), MODELS);
        for (int i = 0; i < logits.length; i++) {
            float[] expected = {alphabetical[i][2], alphabetical[i][0], alphabetical[i][1]};
            Golden.assertClose("model " + i, logits[i], expected, 1e-6);
        }
        assertThat(ours.classes()).containsExactly("owl", "ant", "cat");
        assertThat(ours.inOrder(List.of("ant", "cat", "owl")).parameters()).isEqualTo(file.parameters());
    }

    /** Our classes are in natural order, c2 before c10; the public code takes those of any file to be alphabetical. */
    @Test
    void whatIsWrittenForThePublicCodeHasItsOrderOfClasses() {
        MetanetworkFile ours = MetanetworkFile.read(path("probex-classes")).withClasses(List.of("c1", "c2", "c10"));
        float[][] natural = ours.network().outputs(ours.parameters(), MODELS);
        MetanetworkFile written = ours.inPublicOrder();
        assertThat(written.classes()).containsExactly("c1", "c10", "c2");
        float[][] alphabetical = written.network().outputs(written.parameters(), MODELS);
        for (int i = 0; i < natural.length; i++) {
            float[] expected = {natural[i][0], natural[i][2], natural[i][1]};
            Golden.assertClose("model " + i, alphabetical[i], expected, 1e-6);
        }
        assertThat(MetanetworkFile.read(path("probex-classes")).inPublicOrder().classes())
                .isEmpty();
    }

    private static float[][] cosines(float[][] read, float[][] words) {
        float[][] cosines = new float[read.length][words.length];
        for (int i = 0; i < read.length; i++) {
            double square = 0;
            for (float number : read[i]) {
                square += (double) number * number;
            }
            for (int j = 0; j < words.length; j++) {
                double product = 0;
                for (int k = 0; k < words[j].length; k++) {
                    product += (double) read[i][k] * words[j][k];
                }
                cosines[i][j] = (float) (product / Math.sqrt(square));
            }
        }
        return cosines;
    }

    private static Path path(String name) {
        URL url = PublicFilesTest.class.getResource("/golden/public-" + name + ".safetensors");
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] expected(String name, String what) {
        return Golden.floats(GOLDEN.get("cases").get(name).get(what));
    }

    private static int size(String name) {
        return GOLDEN.get(name).asInt();
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
