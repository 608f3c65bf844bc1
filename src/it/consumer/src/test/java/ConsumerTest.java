import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.router.Route;
import org.modeljungle.router.Survey;
import org.modeljungle.store.Models;

/** A folder of somebody's models is opened and read with nothing but the library's dependency. */
class ConsumerTest {

    private static final Path FOLDER = Path.of("../../../notebooks/models");

    @Test
    void modelsAreOpenedTheirTreesFoundAndALayerRead() {
        Models models = Models.folder(FOLDER, FOLDER.resolve("models.csv"));
        List<Path> files = models.files();
        Survey survey = Survey.of(files);
        assertEquals(2, survey.trees().count());
        int[] routed =
                survey.router().route(files).stream().mapToInt(Route::tree).toArray();
        assertArrayEquals(survey.trees().labels(), routed);
        String layer = LayerBank.layers(files.get(0)).get(0);
        assertEquals(models.size(), LayerBank.read(files, layer).matrices().models());
    }

    /** Where it logs to is this program's choice. */
    @Test
    void noLoggingComesWithTheLibrary() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.slf4j.simple.SimpleLogger"));
        assertNull(getClass().getClassLoader().getResource("simplelogger.properties"));
    }
}
