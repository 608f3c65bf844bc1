package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.OtherJvm;

/** A process without the native library, as on a platform for which there is none. */
class TokenizerLibraryTest {

    @Test
    void withoutItOneErrorSaysSoAndOtherEncodersWork() throws IOException, InterruptedException {
        String said = OtherJvm.said(Without.class, List.of("-Dos.arch=riscv64"), TextFolders.golden("bert"));
        String problem =
                "the tokenizers' native library did not load on %s, riscv64: ".formatted(System.getProperty("os.name"))
                        + "ai.djl.engine.EngineException: Unexpected flavor: cpu; it exists for Linux on x86-64 and ARM, macOS on"
                        + " Apple silicon and Windows on x86-64. Pre-trained text encoders need it; the mini-CLIP, bags of words,"
                        + " random and named vectors do not";
        assertThat(said.lines().filter(line -> !line.startsWith("["))).containsExactly(problem, problem, "8");
    }

    @Test
    void aThreadWhoseLoaderDoesNotKnowTheLibraryMayAskFirst() throws IOException, InterruptedException {
        String said = OtherJvm.said(OtherLoader.class, List.of(), TextFolders.golden("bert"));
        assertThat(said.lines().filter(line -> !line.startsWith("["))).containsExactly("3");
    }

    /** Opens an encoder as a thread of a notebook may. */
    static final class OtherLoader {
        private OtherLoader() {}

        public static void main(String... arguments) {
            Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            System.out.println(PretrainedText.open(Path.of(arguments[0])).tokens("dog"));
        }
    }

    /** Asks twice, then uses another encoder. */
    static final class Without {
        private Without() {}

        public static void main(String... arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    PretrainedText.open(Path.of(arguments[0]));
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
            System.out.println(new RandomVectors(8, new Seeds(0)).encode(List.of("dog"))[0].length);
        }
    }
}
