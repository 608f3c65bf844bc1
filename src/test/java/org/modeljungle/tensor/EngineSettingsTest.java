package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The engine's native library reads its settings once, when it starts: Java cannot set them afterwards. */
class EngineSettingsTest {

    @Test
    void testsRunWithThoseOfTheKernel() throws IOException {
        JsonNode kernel = new JsonMapper()
                .readTree(Path.of("kernel", "kernel.json").toFile())
                .get("env");
        assertThat(kernel.get("OMP_NUM_THREADS").asText()).isEqualTo("1"); // workers of one thread beat a job of many
        assertThat(kernel.get("OMP_WAIT_POLICY").asText()).isEqualTo("PASSIVE"); // a thread that waits takes no core
        for (String name : new String[] {"OMP_NUM_THREADS", "OMP_WAIT_POLICY", "OPT_OUT_TRACKING"}) {
            assertThat(System.getenv(name)).as(name).isEqualTo(kernel.get(name).asText());
        }
    }
}
