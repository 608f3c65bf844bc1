import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.router.Route;
import org.modeljungle.router.Survey;

/** A folder of somebody's models is opened and read with nothing but the library's dependency. */
class ConsumerTest {

    private static final Path FOLDER = Path.of("../../../notebooks/models");

    @Test
    void treesAreFoundAndALayerIsRead() throws Exception {
        try (Stream<Path> all = Files.list(FOLDER)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
            Survey survey = Survey.of(files);
            assertEquals(2, survey.trees().count());
            int[] routed =
                    survey.router().route(files).stream().mapToInt(Route::tree).toArray();
            assertArrayEquals(survey.trees().labels(), routed);
            String layer = LayerBank.layers(files.get(0)).get(0);
            assertEquals(files.size(), LayerBank.read(files, layer).matrices().models());
        }
    }

    /** Where it logs to is this program's choice. */
    @Test
    void noLoggingComesWithTheLibrary() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.slf4j.simple.SimpleLogger"));
        assertNull(getClass().getClassLoader().getResource("simplelogger.properties"));
    }
}
