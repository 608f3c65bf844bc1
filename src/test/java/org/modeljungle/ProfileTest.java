package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProfileTest {

    @Test
    void everyProfileIsFoundByItsName() {
        for (Profile profile : Profile.values()) {
            assertThat(Profile.parse(profile.toString())).isEqualTo(profile);
        }
        assertThat(Profile.values()).extracting(Profile::toString).containsExactly("quick", "standard", "full");
    }

    @Test
    void capitalsAndSpacesMakeNoDifference() {
        assertThat(Profile.parse(" Quick\n")).isEqualTo(Profile.QUICK);
    }

    @Test
    void theUsersLanguageMakesNoDifference() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr")); // there, the small letter of I has no dot
        try {
            assertThat(Profile.parse("QUICK")).isEqualTo(Profile.QUICK);
            assertThat(Profile.QUICK).hasToString("quick");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void standardWhereNothingIsSaid() {
        assertThat(Profile.parse(null)).isEqualTo(Profile.STANDARD);
        assertThat(Profile.parse("  ")).isEqualTo(Profile.STANDARD);
    }

    @Test
    void anotherNameIsRefused() {
        assertThatThrownBy(() -> Profile.parse("fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MODELJUNGLE_PROFILE: expected one of [quick, standard, full], found 'fast'");
    }

    @Test
    void theEnvironmentDecides() {
        assertThat(Profile.current()).isEqualTo(Profile.parse(System.getenv("MODELJUNGLE_PROFILE")));
    }
}
