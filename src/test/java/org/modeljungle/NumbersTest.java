package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

    /** Where six decimals are too few for two digits. */
    @Test
    void smallNumbersKeepTheirDigits() {
        assertThat(Numbers.text(1.5e-6)).isEqualTo("1.50e-06");
        assertThat(Numbers.text(1e-6)).isEqualTo("0.000001");
        assertThat(Numbers.brief(1.23e-6)).isEqualTo("1.20e-06");
        assertThat(Numbers.text(1.4e-5)).isEqualTo("0.000014");
    }

    @Test
    void numbersShowFourDigits() {
        assertThat(Numbers.text(0.123456)).isEqualTo("0.1235");
        assertThat(Numbers.text(1234.56)).isEqualTo("1235");
        assertThat(Numbers.text(42)).isEqualTo("42");
        assertThat(Numbers.text(-0.00001)).isEqualTo("-0.00001");
        assertThat(Numbers.text(3e-9)).isEqualTo("3.00e-09");
        assertThat(Numbers.text(123_456_789.5)).isEqualTo("1.23e+08");
        assertThat(Numbers.text(0)).isEqualTo("0");
    }

    @Test
    void numbersThatAreNoneAreNamed() {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5};
        assertThat(Numbers.column(values)).containsExactly("-", "inf", "-inf", "0.5");
    }

    @Test
    void aColumnHasOneNumberOfDecimals() {
        assertThat(Numbers.column(new double[] {0.97, 0.9, 0.12346, 1}))
                .containsExactly("0.970", "0.900", "0.123", "1.000");
        assertThat(Numbers.column(new double[] {7e-4, 3e-3})).containsExactly("0.0007", "0.0030");
        assertThat(Numbers.column(new double[] {1e-12, 2000})).containsExactly("1.00e-12", "2000");
        assertThat(Numbers.column(new double[] {-1e-7, 0})).containsExactly("-1.00e-07", "0");
    }

    @Test
    void aColumnMayHaveFewerDecimals() {
        assertThat(Numbers.column(new double[] {0.89312, 0.5, Double.NaN}, 3)).containsExactly("0.893", "0.500", "-");
        assertThat(Numbers.column(new double[] {0.0012, 0.0034}, 3)).containsExactly("0.0012", "0.0034");
        assertThat(Numbers.column(new double[] {0.02 / 3, 0.001}, 3)).containsExactly("0.0067", "0.0010");
    }

    @Test
    void briefNumbersHaveThreeDecimalsOrTwoDigits() {
        assertThat(Numbers.brief(0.009804)).isEqualTo("0.01");
        assertThat(Numbers.brief(1 / 18.0)).isEqualTo("0.056");
        assertThat(Numbers.brief(0.000123456)).isEqualTo("0.00012");
        assertThat(Numbers.brief(-0.5)).isEqualTo("-0.5");
        assertThat(Numbers.brief(Double.NaN)).isEqualTo("-");
    }

    @Test
    void valuesOfSettingsHaveNoExponent() {
        assertThat(Numbers.label(3.0E-4)).isEqualTo("0.0003");
        assertThat(Numbers.label(64)).isEqualTo("64");
        assertThat(Numbers.label("3.0E-4")).isEqualTo("3.0E-4");
    }
}
