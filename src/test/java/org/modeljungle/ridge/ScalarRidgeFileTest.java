package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/** A ridge of each view, of two layers. */
class ScalarRidgeFileTest {

    private static final Seeds SEEDS = new Seeds(5);
    private static final Map<String, LayerBank> BANKS = banks();
    private static final List<ScalarRidge> RIDGES = ridges();
    private static final Artifact.About ABOUT =
            new Artifact.About(RIDGES.get(0).layers(), List.of("steps", "rate", "skill"), "12");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void save() {
        file = folder.resolve("ridges.safetensors");
        ScalarRidgeFile.artifact(RIDGES, ABOUT).write(file);
    }

    @Test
    void eachViewComesBack() throws IOException {
        List<ScalarRidge> opened = ScalarRidgeFile.read(ArtifactFile.open(file));
        assertThat(opened).extracting(ScalarRidge::view).containsExactly(ScalarRidge.View.values());
        for (int k = 0; k < RIDGES.size(); k++) {
            double[] expected = RIDGES.get(k).predict(BANKS);
            assertThat(opened.get(k).predict(BANKS)).isEqualTo(expected);
            assertThat(opened.get(k)).hasToString(RIDGES.get(k).toString());
            Path one = folder.resolve("one.safetensors");
            RIDGES.get(k).save(one);
            assertThat(ScalarRidge.open(one).predict(BANKS)).isEqualTo(expected);
            Path again = folder.resolve("again.safetensors");
            ScalarRidge.open(one).save(again);
            assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(one));
        }
        assertThatThrownBy(() -> ScalarRidge.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": expected a scalar ridge that reads one number, found 3 of them; Expert.Reader.open"
                                + " reads all");
        Artifact.About other = new Artifact.About(List.of(), List.of(), "");
        assertThatThrownBy(() -> ScalarRidgeFile.artifact(RIDGES, other))
                .hasMessage(
                        "scalar ridge: expected ridges that all read [], found one that reads ['b' [3, 4], 'a' [3, 4]]");
    }

    @Test
    void tensorsThatAreNotAsTheyMustBeAreNamed() {
        String where = "scalar-ridge in " + file;
        Tamper.tensors(file, all -> all.put("a.scale", Weight.of(new double[] {1, Double.NaN}, 2)));
        refused().hasMessage("tensor 'a.scale' of " + where + ": expected finite numbers, found NaN at element 1");
        Tamper.tensors(file, all -> all.put("a.scale", Weight.of(new float[2], 2)));
        refused().hasMessage("tensor 'a.scale' of " + where + ": expected F64 [2], found F32 [2]");
        save();
        Tamper.tensors(file, all -> all.put("0.a.map", Weight.of(new float[12], 3, 4)));
        refused().hasMessage("tensor '0.a.map' of " + where + ": expected F32 [12, 1], found F32 [3, 4]");
        save();
        Tamper.tensors(file, all -> all.remove("1.sizes"));
        refused()
                .hasMessage(where + ": expected a tensor '1.sizes', found [0.a.map, 0.b.map, 2.a.map, 2.b.map, 2.sizes,"
                        + " a.centre, a.scale, b.centre, b.scale]");
    }

    @Test
    void metadataThatIsNotAsItMustBeIsNamed() {
        String where = "scalar-ridge in " + file;
        Tamper.metadata(file, "settings", "DIRECTIONS", "BOTH");
        refused()
                .hasMessage(where + ": expected a tensor '0.sizes', found [0.a.map, 0.b.map, 1.sizes, 2.a.map, 2.b.map,"
                        + " 2.sizes, a.centre, a.scale, b.centre, b.scale]");
        Tamper.metadata(file, "settings", "SIZES", "COLOURS");
        refused().hasMessageStartingWith(where + ": expected its settings, found Cannot deserialize value of type");
        Tamper.metadata(file, all -> all.put("settings", "{\"ridges\":[null]}"));
        refused().hasMessageStartingWith(where + ": expected its settings, found ");
        Tamper.metadata(file, all -> all.put("settings", "{\"ridges\":[]}"));
        refused().hasMessage(where + ": expected 1 number or more to be read, found none");
        save();
        Tamper.metadata(file, all -> all.put("outputs", "[null]"));
        refused().hasMessageStartingWith("outputs in " + file + ": expected names, found ");
        save();
        Tamper.metadata(file, all -> all.put("layers", "[]"));
        refused().hasMessage(where + ": expected 1 layer or more, found none");
        Tamper.metadata(file, all -> all.put("kind", "router"));
        assertThatThrownBy(() -> ScalarRidge.open(file)).hasMessage(file + ": expected a scalar ridge, found a router");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(() -> ScalarRidgeFile.read(ArtifactFile.open(file)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<ScalarRidge> ridges() {
        ResidualSizes sizes = ResidualSizes.of(BANKS);
        List<ScalarRidge> ridges = new ArrayList<>();
        for (ScalarRidge.View view : ScalarRidge.View.values()) {
            Map<String, ResidualMap> maps = new LinkedHashMap<>();
            if (view != ScalarRidge.View.SIZES) {
                sizes.layers().forEach((layer, scale) -> maps.put(layer, map(scale, layer + view)));
            }
            double[] weights = view == ScalarRidge.View.DIRECTIONS ? new double[0] : new double[] {.3, -2};
            ScalarRidge.Fitted fitted = new ScalarRidge.Fitted(view, .5, .01, .2);
            ridges.add(new ScalarRidge(fitted, maps, sizes, weights, "12"));
        }
        return ridges;
    }

    private static ResidualMap map(ResidualSizes.Scale scale, String name) {
        return new ResidualMap(
                3, 4, scale.centre(), Whitening.NONE, SEEDS.split(name).normal(12));
    }

    private static Map<String, LayerBank> banks() {
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : List.of("b", "a")) {
            float[] values = SEEDS.split(layer).normal(9 * 12);
            banks.put(layer, new LayerBank(layer, new Dense(9, 3, 4, values)));
        }
        return banks;
    }
}
