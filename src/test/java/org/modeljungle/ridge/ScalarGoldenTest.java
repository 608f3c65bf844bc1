package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Golden;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metrics.KendallTau;

/**
 * Against SciPy's tau-b and a ridge that is fitted anew for every model left out: {@code src/test/golden/scalars.py}.
 */
class ScalarGoldenTest {

    private static final JsonNode GOLDEN = Golden.read("scalars");

    @Test
    void kendallsTauEqualsSciPys() {
        for (JsonNode golden : GOLDEN.get("kendall")) {
            assertThat(KendallTau.of(doubles(golden.get("a")), doubles(golden.get("b"))))
                    .isEqualTo(golden.get("tau").doubleValue(), within(1e-12));
        }
    }

    @Test
    void ridgesEqualThoseOfALoopOverModelsLeftOut() {
        Map<String, LayerBank> models = models();
        Map<String, LayerBank> train = new LinkedHashMap<>();
        int[] known = IntStream.range(0, GOLDEN.get("train").intValue()).toArray();
        models.forEach((layer, bank) -> train.put(layer, bank.select(known)));
        Map<String, double[]> targets = new LinkedHashMap<>();
        GOLDEN.get("ridge")
                .properties()
                .forEach(entry ->
                        targets.put(entry.getKey(), doubles(entry.getValue().get("targets"))));
        ScalarRidge.fitAll(train, targets).forEach((name, ridge) -> {
            JsonNode golden = GOLDEN.get("ridge").get(name);
            assertThat(ridge.view()).as(name).hasToString(golden.get("view").textValue());
            double lambda = golden.get("lambda").doubleValue();
            assertThat(ridge.lambda()).as(name).isEqualTo(lambda, within(1e-9 * lambda));
            assertThat(ridge.leaveOneOutError())
                    .as(name)
                    .isEqualTo(golden.get("error").doubleValue(), within(1e-4));
            assertThat(ridge.predict(models))
                    .as(name)
                    .containsExactly(doubles(golden.get("predictions")), within(1e-3));
        });
    }

    private static Map<String, LayerBank> models() {
        int count = GOLDEN.get("models").intValue();
        Map<String, LayerBank> models = new LinkedHashMap<>();
        GOLDEN.get("layers").properties().forEach(entry -> {
            int rows = entry.getValue().get(0).intValue();
            int cols = entry.getValue().get(1).intValue();
            float[] weights = Golden.floats(GOLDEN.get("weights").get(entry.getKey()));
            models.put(entry.getKey(), new LayerBank(entry.getKey(), new Dense(count, rows, cols, weights)));
        });
        return models;
    }

    private static double[] doubles(JsonNode numbers) {
        return IntStream.range(0, numbers.size())
                .mapToDouble(i -> numbers.get(i).doubleValue())
                .toArray();
    }
}
