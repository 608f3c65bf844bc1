package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.store.Models;

class DigestsTest {

    record Settings(int width, List<Double> rates) {}

    @Test
    void theOrderOfKeysDoesNotCount() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("b", 1);
        one.put("a", new Settings(3, List.of(.1, .2)));
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("a", new Settings(3, List.of(.1, .2)));
        two.put("b", 1);
        assertThat(Digests.ofJson(one)).isEqualTo(Digests.ofJson(two)).matches("[0-9a-f]{64}");
        two.put("b", 2);
        assertThat(Digests.ofJson(one)).isNotEqualTo(Digests.ofJson(two));
    }

    @Test
    void isTheSha256OfCanonicalJson() {
        // printf '{"rates":[0.5],"width":2}' | sha256sum
        assertThat(Digests.ofJson(new Settings(2, List.of(.5))))
                .isEqualTo("a875fcd3dbcdb2fcea8172c23007c98e7e3cc1ca2f0d23a9ba32de0a38bbac2f");
    }

    @Test
    void whatIsNoPlainDataIsRefused() {
        assertThatThrownBy(() -> Digests.ofJson(Map.of("x", new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("digest: expected plain data");
    }

    @Test
    void filesAreReadOneAfterTheOther(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "ab");
        Path two = Files.writeString(folder.resolve("two"), "c");
        // printf abc | sha256sum
        assertThat(Digests.ofFiles(List.of(one, two)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digests.ofFiles(List.of(two, one))).isNotEqualTo(Digests.ofFiles(List.of(one, two)));
        assertThat(Models.of(List.of(one, two)).sha256()).isEqualTo(Digests.ofFiles(List.of(one, two)));
        assertThatThrownBy(() -> Digests.ofFiles(List.of(folder.resolve("three"))))
                .hasMessageEndingWith("three: cannot be read");
    }
}
