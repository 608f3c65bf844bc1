package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianKernelTest {

    private static final float[][] VECTORS = {{3, 0}, {0, 1}, {-1, -1}, {2, 2}};

    @Test
    void isOfTheDistancesBetweenCentredUnitVectors() {
        int[] train = {0, 1, 2}; // their mean is [2/3, 0]
        ResidualGram kernel = new GaussianKernel(.7).of("pictures", VECTORS, train);
        assertThat(kernel.layers()).containsExactly("pictures");
        assertThat(kernel.train()).isEqualTo(train);
        double[][] unit = new double[4][2];
        for (int i = 0; i < 4; i++) {
            double x = VECTORS[i][0] - 2 / 3.0;
            double y = VECTORS[i][1];
            unit[i] = new double[] {x / Math.hypot(x, y), y / Math.hypot(x, y)};
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                double square = Math.pow(unit[i][0] - unit[j][0], 2) + Math.pow(unit[i][1] - unit[j][1], 2);
                assertThat(kernel.values()[i][j]).isEqualTo(Math.exp(-.7 * square), within(1e-12));
            }
        }
    }

    @Test
    void cosinesOfModelsKeepTheirLayers() {
        ResidualGram cosines = new ResidualGram(List.of("q", "k"), new double[][] {{1, -.5}, {-.5, 1}}, new int[] {1});
        ResidualGram kernel = new GaussianKernel(2).of(cosines);
        assertThat(kernel.values()[0]).containsExactly(new double[] {1, Math.exp(-6)}, within(1e-15));
        assertThat(kernel.layers()).isEqualTo(cosines.layers());
        assertThat(kernel.train()).containsExactly(1);
    }

    @Test
    void whatHasNoDirectionIsRefused() {
        assertThatThrownBy(() -> new GaussianKernel(0))
                .hasMessage("Gaussian kernel: expected a gamma above 0, found 0.0");
        GaussianKernel kernel = new GaussianKernel(1);
        assertThatThrownBy(() -> kernel.of("pictures", new float[][] {{1}, {3}, {2}}, 0, 1))
                .hasMessage("pictures: expected vectors that differ from their mean, found vector 2 equal to it");
        float[][] equal = {{.1f}, {.1f}, {.1f}, {.1f}, {.1f}, {.1f}};
        assertThatThrownBy(() -> kernel.of("pictures", equal, 0, 1, 2, 3, 4, 5))
                .hasMessage("pictures: expected vectors that differ from their mean, found vector 0 equal to it");
        assertThatThrownBy(() -> kernel.of("pictures", new float[][] {{1}, {3, 4}}, 0))
                .hasMessage("pictures: expected 1 numbers each, found 2");
        assertThatThrownBy(() -> kernel.of("pictures", VECTORS, 4)).hasMessageContaining("training vectors");
    }
}
