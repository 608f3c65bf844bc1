package org.modeljungle.jungle;

import java.util.Arrays;
import java.util.Locale;

/** The families of classifiers: one ancestor each, told apart by what it was pre-trained to do. */
public enum Family {
    /** A ViT, pre-trained to name what it sees. */
    SUPVIT("SupViT"),
    /** A ViT, pre-trained by self-distillation without labels. */
    DINO("DINO"),
    /** A ViT, pre-trained to fill in hidden patches. */
    MAE("MAE"),
    /** A residual convolutional network, pre-trained to name what it sees. */
    RESNET("ResNet");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** A family by its title. @throws IllegalArgumentException if there is none of that title */
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
