package org.modeljungle.help;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.expert.Expert;
import org.modeljungle.metanetwork.ProbeX;

class ManualTest {

    @Test
    void aClassIsShownWithItsPaperMembersAndWhatItInherits() {
        Page page = Manual.of(ProbeX.class);
        assertThat(page.text())
                .startsWith("class ProbeX extends Metanetwork")
                .contains("arXiv 2410.13569, section 4", "X [rows, cols]", "Methods of Metanetwork")
                .contains("new ProbeX(Settings settings, int rows, int cols, Head head)");
        assertThat(page.html()).contains("<details", "<summary>").doesNotContain("<script", "@param", "{@");
    }

    @Test
    void whatSaysNothingSaysWhatItOverrides() {
        assertThat(Manual.of("ProbeX.flops").text()).contains("floating-point operations");
    }

    @Test
    void namesAreOfTypesOfTypesWithinAndOfMethods() {
        assertThat(Manual.of("ProbeX.Settings").text()).startsWith("record ProbeX.Settings");
        assertThat(Manual.of("Expert.Reader.outputs").text()).startsWith("float[][] outputs(");
        assertThat(Manual.of("WeightTask.of(").text()).contains("static WeightTask of(Models models, Target target)");
        assertThat(Manual.of("org.modeljungle.Seeds")).isEqualTo(Manual.of(Seeds.class));
    }

    @Test
    void anUnknownNameIsAnsweredWithSimilarOnes() {
        assertThat(Manual.of("probex").text().replace("\n", " "))
                .contains("expected the name of a class of Model Jungle", "found \"probex\"", "Similar: ProbeX");
        assertThat(Manual.of("Reader").text()).contains("Expert.Reader");
        assertThat(Manual.of("nothing of the kind").text()).doesNotContain("Similar");
        assertThat(Manual.of("").text()).contains("found \"\"");
        assertThat(Manual.of("Seeds.nothing").text()).contains("found \"Seeds.nothing\"");
    }

    @Test
    void aClassWithoutDocumentationIsAnsweredWithAWord() {
        assertThat(Manual.of(ArrayList.class).text()).contains("java.util.ArrayList has no documentation here");
        assertThat(Manual.of(int.class).text()).contains("int has no documentation here");
    }

    @Test
    void aClassOfOnesOwnIsAnsweredWithWhatItImplements() {
        abstract class Own implements Expert {}
        assertThat(Manual.of(Own.class)).isEqualTo(Manual.of(Expert.class));
        assertThat(Manual.of(Seeds[].class)).isEqualTo(Manual.of(Seeds.class));
    }

    @Test
    void everySourceCanBeRead() throws IOException {
        Library library = new Library();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList();
            assertThat(library.names().sorted()).isEqualTo(names);
            assertThat(names.stream().filter(name -> library.type(name).isEmpty()))
                    .isEmpty();
        }
    }
}
