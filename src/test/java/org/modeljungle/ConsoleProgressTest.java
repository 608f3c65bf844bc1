package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plain Java program says of its jobs, in a Java process of its own. */
class ConsoleProgressTest {

    /** A program with a long job, a short one, and one that is shown elsewhere. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws InterruptedException {
            if (arguments.length > 0) {
                Progress.console(false);
            }
            count("counting", 600);
            count("blinking", 0);
            Progress.listen(new LiveProgress(new Nowhere(), System::nanoTime, 0, task -> {}));
            count("drawing", 600);
        }

        private static void count(String title, long millis) throws InterruptedException {
            try (Progress progress = Progress.of(title, 2)) {
                Thread.sleep(millis);
                progress.step();
                progress.step();
            }
        }
    }

    private static final class Nowhere implements Screen {
        @Override
        public boolean open(String id, ProgressView view) {
            return true;
        }

        @Override
        public void change(String id, ProgressView view) {}
    }

    @Test
    void aPlainProgramReportsItsLongJobs() throws Exception {
        assertThat(said(List.of(), List.of())).matches("counting: done in \\d[.]\\d s\\R");
    }

    @Test
    void aMethodSilencesIt() throws Exception {
        assertThat(said(List.of(), List.of("silent"))).isEmpty();
    }

    @Test
    void aSystemPropertySilencesIt() throws Exception {
        assertThat(said(List.of("-Dmodeljungle.progress=off"), List.of())).isEmpty();
    }

    private static String said(List<String> options, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
