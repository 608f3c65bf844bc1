package org.modeljungle.jungle;

import java.util.Arrays;
import java.util.Locale;

/** The families of classifiers: one ancestor each; they differ in its pre-training. */
public enum Family {
    /** A ViT, pre-trained with supervision. */
    SUPVIT("SupViT"),
    /** A ViT, pre-trained by self-distillation without labels. */
    DINO("DINO"),
    /** A ViT, pre-trained as a masked autoencoder. */
    MAE("MAE"),
    /** A residual convolutional network, pre-trained with supervision. */
    RESNET("ResNet");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /**
     * A family by its title.
     *
     * @throws IllegalArgumentException if there is none of that title
     */
    public static Family of(String title) {
        return Arrays.stream(values())
                .filter(family -> family.title.equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("family: expected one of "
                        + Arrays.stream(values()).map(Family::title).toList() + ", found '" + title + "'"));
    }

    /** The name for figures and tables, as in the paper: {@code SupViT}. */
    public String title() {
        return title;
    }

    /** The name of its folder: {@code supvit}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
