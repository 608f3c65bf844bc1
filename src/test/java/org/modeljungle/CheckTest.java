package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckTest {

    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(usual);
    }

    @Test
    void saysNothingWhenTheConditionHolds() {
        assertThatCode(() -> Check.that(true, "never %d formatted")).doesNotThrowAnyException();
    }

    @Test
    void formatsTheMessage() {
        assertThatThrownBy(() -> Check.that(false, "rank: expected %d, found %s", 4, "[2, 3]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rank: expected 4, found [2, 3]");
    }

    @Test
    void formatsNumbersTheSameInEveryCountry() {
        Locale.setDefault(Locale.GERMANY);
        assertThatThrownBy(() -> Check.that(false, "rate: found %.2f", 0.5)).hasMessage("rate: found 0.50");
    }
}
