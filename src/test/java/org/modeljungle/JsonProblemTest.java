package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonProblemTest {

    private static String of(String text) {
        return JsonProblem.of(
                catchThrowableOfType(JsonProcessingException.class, () -> new ObjectMapper().readTree(text)));
    }

    @Test
    void theParsersAdviceIsLeftOut() {
        Map<String, String> problems = Map.of(
                "{\"a\":1",
                "Unexpected end-of-input: expected close marker for Object",
                "NaN",
                "Non-standard token 'NaN'",
                "[+1]",
                "Unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus"
                        + " signs");
        problems.forEach((text, problem) -> assertThat(of(text)).isEqualTo(problem));
        assertThat(of("9".repeat(2_000))).isEqualTo("Number value length (2000) exceeds the maximum allowed (1000)");
    }
}
