package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each number worked out by hand: a multiplication and an addition are two operations. */
class FlopsTest {

    @Test
    void aLinearLayerMultipliesEveryInputWithEveryOutput() {
        assertThat(Flops.linear(3, 4)).isEqualTo(24);
    }

    @Test
    void aConvolutionIsALinearLayerAtEveryPixelOfItsOutput() {
        // 2 * (3 * 9 inputs) * 16 outputs * 64 pixels
        assertThat(Flops.convolution(3, 16, 3, 8)).isEqualTo(55_296);
    }

    @Test
    void aTransposedConvolutionSpreadsEveryPixelOfItsInput() {
        // 2 * 32 inputs * (64 * 16 outputs) * 1 pixel
        assertThat(Flops.transposed(32, 64, 4, 1)).isEqualTo(65_536);
        assertThat(Flops.transposed(32, 64, 4, 2)).isEqualTo(4 * 65_536);
    }

    @Test
    void aSirenIsThreeLinearLayers() {
        // 2 * (2 * 32 + 32 * 32 + 32)
        assertThat(Siren.PICTURE.flops()).isEqualTo(2240);
    }

    @Test
    void theSmallZoosNetworkIsThreeConvolutionsAndAHead() {
        Classifier network = new Classifier(ConvNet.zoo(16, 3, ConvNet.Activation.RELU), List.of(10));
        // 2 * 27 * 16 * 64 + 2 * 144 * 16 * 16 + 2 * 144 * 16 * 4 + 2 * 16 * 10
        assertThat(network.flops()).isEqualTo(55_296 + 73_728 + 18_432 + 320);
    }

    @Test
    void aResNetCountsItsShortcuts() {
        ResNet network = new ResNet(new ResNet.Settings(8, 3, List.of(4, 8), 1, 2));
        long stem = 2 * 27 * 4 * 64;
        long first = 2 * (2 * 36 * 4 * 64);
        long second = 2 * 36 * 8 * 16 + 2 * 72 * 8 * 16 + 2 * 4 * 8 * 16;
        assertThat(network.flops()).isEqualTo(stem + first + second);
    }

    @Test
    void aTransformerCountsProjectionsAndAttention() {
        Vit network = new Vit(new Vit.Settings(8, 3, 4, 8, 2, 2, 16));
        long patch = 2 * 48 * 8;
        long block = 4 * (2 * 8 * 8) + 2 * (2 * 8 * 16) + 2 * (2 * 8 * 4);
        assertThat(network.flops()).isEqualTo(4 * (patch + 2 * block));
    }

    @Test
    void resNet18HasItsDepth() {
        ResNet network = new ResNet(ResNet.Settings.EIGHTEEN);
        long convolutions = network.layout().parameters().stream()
                .filter(parameter -> parameter.name().endsWith("convolution.weight"))
                .count();
        assertThat(convolutions).isEqualTo(20); // 17, and 3 of the shortcuts; the head is the eighteenth layer
    }
}
