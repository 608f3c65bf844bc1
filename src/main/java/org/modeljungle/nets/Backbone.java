package org.modeljungle.nets;

/**
 * A network without its head, as a function of stacked parameters: what turns images into features. It is written once,
 * as TorchScript text, so that a {@link Classifier} or a pre-training objective can be built around it in one script.
 */
public interface Backbone {

    /** The parameters, named and shaped as Hugging Face's implementations of the same family store them. */
    ParameterLayout layout();

    /** The number of features of one image. */
    int features();

    /** Side of the square images, in pixels. */
    int image();

    /** Colour channels of the images. */
    int channels();

    /** Floating-point operations that one model takes for one image, as {@link Flops} counts them. */
    long flops();

    /**
     * TorchScript methods. One of them is {@code features(self, p: Tensor, x: Tensor) -> Tensor}, from parameters
     * {@code p [models, layout size]} and images {@code x [models, batch, channels, image, image]} to features
     * {@code [models, batch, features]}. Another is
     * {@code features_of(self, parts: List[Tensor], x: Tensor) -> Tensor}, from parameters that are cut already, each
     * {@code [models, values]}: the gradient of a cut is joined as often as one is made. It also takes images
     * {@code [1, batch, channels, image, image]} that all models share.
     */
    String script();
}
