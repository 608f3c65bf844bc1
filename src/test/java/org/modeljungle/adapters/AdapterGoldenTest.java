package org.modeljungle.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.weights.Safetensors;

/** Files of the public packages, against the change that each of them computes: src/test/golden/adapters.py. */
class AdapterGoldenTest {

    private static final Set<String> REFUSED = Set.of("peft-ia3", "lycoris-oft");

    private static Path golden() {
        try {
            return Path.of(AdapterGoldenTest.class
                            .getResource("/golden/adapters/peft/expected.safetensors")
                            .toURI())
                    .getParent()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(golden())) {
            return folders.sorted().toList();
        }
    }

    static List<Path> read() throws IOException {
        return folders().stream()
                .filter(folder -> !REFUSED.contains(folder.getFileName().toString()))
                .toList();
    }

    private static Path file(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .filter(file -> !file.endsWith("expected.safetensors") && !file.endsWith("base.safetensors"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @MethodSource("read")
    void theChangeIsTheOneThatThePackageComputes(Path folder) throws IOException {
        Adapter adapter = Adapter.open(file(folder));
        if (Files.exists(folder.resolve("base.safetensors"))) {
            adapter = adapter.withBase(Safetensors.open(folder.resolve("base.safetensors")));
        }
        Safetensors expected = Safetensors.open(folder.resolve("expected.safetensors"));
        assertThat(new TreeSet<>(adapter.layers())).isEqualTo(new TreeSet<>(expected.names()));
        for (String layer : adapter.layers()) {
            LayerChange change = adapter.change(layer);
            float[] wanted = expected.floats(layer);
            assertThat(change.rows()).isEqualTo(adapter.shape(layer).get(0).intValue());
            assertThat((long) change.rows() * change.cols()).isEqualTo(wanted.length);
            assertThat(error(change.dense(), wanted)).as(layer).isLessThan(1e-6);
            assertThat(change instanceof LayerChange.LowRank factors ? factors.rank() : Adapter.FULL)
                    .isEqualTo(adapter.rank(layer));
        }
    }

    /** The largest difference, in units of the largest number. */
    private static double error(float[] found, float[] wanted) {
        double most = 0;
        double largest = 0;
        for (int i = 0; i < wanted.length; i++) {
            most = Math.max(most, Math.abs((double) found[i] - wanted[i]));
            largest = Math.max(largest, Math.abs(wanted[i]));
        }
        return most / largest;
    }

    @Test
    void otherMethodsAreRefusedByTheirName() throws IOException {
        Adapter ia3 = Adapter.open(file(golden().resolve("peft-ia3")));
        assertThat(ia3.layers()).containsExactly("k", "q");
        assertThat(ia3.method("q")).isEqualTo("IA3");
        assertThatThrownBy(() -> ia3.change("q"))
                .hasMessageEndingWith("IA3 is not read: what it changes depends on more than its file says");
        Adapter oft = Adapter.open(file(golden().resolve("lycoris-oft")));
        assertThat(oft.refusal("lycoris_q")).get().asString().startsWith("OFT is not read");
    }

    @Test
    void doraNeedsItsBaseWeight() throws IOException {
        for (String name : List.of("peft-dora", "lycoris-dora")) {
            Adapter dora = Adapter.open(file(golden().resolve(name)));
            String layer = dora.layers().get(0);
            assertThat(dora.method(layer)).isEqualTo("DoRA");
            assertThatThrownBy(() -> dora.change(layer)).hasMessageContaining("DoRA changes the whole weight");
        }
    }
}
