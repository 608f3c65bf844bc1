package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.FontFormatException;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeljungle.Seeds;

/** Glyphs, dead leaves and solids. */
class DrawnThingsTest {

    @Test
    void glyphsComeAlikeOfAllDigitsAndTheSameForTheSameSeed() {
        Images glyphs = Glyphs.draw(20, 28, Glyphs.fonts(), new Seeds(1));
        assertThat(glyphs.labels(Glyphs.DIGIT).values())
                .isEqualTo(IntStream.range(0, 20).map(i -> i % 10).toArray());
        assertThat(Glyphs.draw(20, 28, Glyphs.fonts(), new Seeds(1)).pixels()).isEqualTo(glyphs.pixels());
        assertThat(glyphs.get(0)).isNotEqualTo(glyphs.get(10));
    }

    @Test
    void aGlyphIsWhiteInTheMiddleOfBlack() {
        Images glyphs = Glyphs.draw(30, 28, Glyphs.fonts(), new Seeds(2));
        for (int i = 0; i < glyphs.count(); i++) {
            float[] pixels = glyphs.get(i);
            assertThat(pixels[0]).isEqualTo(-1);
            assertThat(IntStream.range(0, pixels.length)
                            .filter(k -> pixels[k] > 0)
                            .count())
                    .isBetween(20L, 400L);
        }
    }

    @Test
    void glyphsWithoutAFontSayWhatToDo() {
        assertThatThrownBy(() -> Glyphs.draw(1, 28, List.of(), new Seeds(1)))
                .hasMessage("glyphs: expected 1 font or more, found none; install one, such as Debian's"
                        + " fonts-dejavu-core");
    }

    @Test
    void fontsWhoseDigitsAreBlankAreNotDrawnIn() throws IOException, FontFormatException {
        BlankFont.register();
        assertThat(GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
                .contains(BlankFont.FAMILY);
        assertThat(Glyphs.fonts()).isNotEmpty().doesNotContain(BlankFont.FAMILY);
        assertThatThrownBy(() -> Glyphs.one(5, 28, List.of(BlankFont.FAMILY), new Seeds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "glyphs: expected a font with outlines of digits, found 'Blank Digits', which has none of 5;"
                                + " take one of Glyphs.fonts()");
    }

    @Test
    void deadLeavesCoverEverythingInFewColours() {
        Images leaves = DeadLeaves.draw(3, 3, 16, new Seeds(1));
        assertThat(leaves.pixels()).doesNotContain(0f);
        for (int i = 0; i < 3; i++) {
            float[] pixels = leaves.get(i);
            long colours =
                    IntStream.range(0, 256).mapToObj(k -> pixels[k]).distinct().count();
            assertThat(colours).isBetween(3L, 120L);
        }
        assertThat(DeadLeaves.draw(3, 3, 16, new Seeds(1)).pixels()).isEqualTo(leaves.pixels());
    }

    @ParameterizedTest
    @EnumSource(Solid.class)
    void aSolidHasAnInsideAndEndsInTheCube(Solid solid) {
        int inside = 0;
        for (double x = -1; x <= 1; x += .1) {
            for (double y = -1; y <= 1; y += .1) {
                for (double z = -1; z <= 1; z += .1) {
                    boolean in = solid.distance(x, y, z) < 0;
                    inside += in ? 1 : 0;
                    assertThat(in && Math.max(Math.abs(x), Math.max(Math.abs(y), Math.abs(z))) > .85)
                            .isFalse();
                }
            }
        }
        assertThat(inside).isGreaterThan(60);
    }

    /** A distance, or a bound of it: it never changes faster than one goes. */
    @ParameterizedTest
    @EnumSource(Solid.class)
    void theDistanceIsNeverTooLong(Solid solid) {
        float[] points = new Seeds(1).normal(600);
        for (int i = 0; i + 6 <= points.length; i += 3) {
            double dx = .01 * points[i + 3];
            double dy = .01 * points[i + 4];
            double dz = .01 * points[i + 5];
            double here = solid.distance(points[i], points[i + 1], points[i + 2]);
            double there = solid.distance(points[i] + dx, points[i + 1] + dy, points[i + 2] + dz);
            assertThat(Math.abs(there - here)).isLessThan(1.01 * Math.sqrt(dx * dx + dy * dy + dz * dz) + 1e-9);
        }
    }

    @Test
    void halfThePointsOfASolidLieNearItsSurface() {
        SolidPoints points = SolidPoints.draw(Solid.BALL, 1000, new Seeds(1));
        long near = IntStream.range(0, 1000)
                .filter(i -> points.inside()[i] > 0 && points.inside()[i] < 1)
                .count();
        assertThat((double) near).isCloseTo(550, within(80.0));
        assertThat(SolidPoints.draw(Solid.BALL, 1000, new Seeds(1)).coordinates())
                .isEqualTo(points.coordinates());
    }
}
