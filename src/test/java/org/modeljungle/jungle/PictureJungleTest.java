package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.data.Cifar;
import org.modeljungle.data.CifarFormat;
import org.modeljungle.data.DataSource;
import org.modeljungle.data.ImageFolder;
import org.modeljungle.data.PerClass;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.data.TinyCifar;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Vit;
import org.modeljungle.weights.ModelCard;

/** Jungles of classifiers of pictures in files. */
class PictureJungleTest {

    private static final ClassifierRecipe SHAPES = ClassifierRecipe.of(Profile.QUICK)
            .withSeed(7)
            .withData(
                    new ShapeClasses(ShapeWorld.of(16), 1, 1, 1),
                    10,
                    new Vit.Settings(16, 3, 4, 8, 1, 2, 16),
                    new ResNet.Settings(16, 3, List.of(4, 8), 1, 2))
            .withFamilies(Family.SUPVIT, Family.RESNET)
            .withAncestor(Family.SUPVIT, new ClassifierRecipe.AncestorSettings(4, 8, 2e-3))
            .withAncestor(Family.RESNET, new ClassifierRecipe.AncestorSettings(4, 8, 2e-3))
            .withChild(new ClassifierRecipe.ChildSettings(50, 4, List.of(3), 1e-3, 1e-2, List.of(0.0)))
            .withChildren(2)
            .withUnrelated(new ClassifierRecipe.UnrelatedSettings(1, 2))
            .withStack(2);

    @TempDir
    Path temp;

    @Test
    void aJungleOfCifarIsTheSameWhereverItsFilesLie() {
        ClassifierRecipe recipe = SHAPES.withData(cifar("here"), 4);
        ClassifierJungle jungle = ClassifierJungle.grow(recipe, temp.resolve("jungle"));
        assertThat(jungle.classes()).hasSize(10).contains("horse");
        ModelCard card = ModelCard.read(jungle.models(Family.SUPVIT).get(0).file());
        assertThat(card.classes()).hasSize(4).isSubsetOf(jungle.classes());
        assertThat(card.number(ClassifierJungle.TEST_ACCURACY)).isIn(0.0, .25, .5, .75, 1.0); // a picture of each class
        assertThat(jungle.data().train().count()).isEqualTo(20);

        ClassifierRecipe moved = SHAPES.withData(cifar("there"), 4);
        assertThat(moved.hash()).isEqualTo(recipe.hash());
        assertThat(jungle.unrelated()).hasSize(1);
        ClassifierJungle again = ClassifierJungle.grow(moved, temp.resolve("again"));
        assertThat(again.models(Family.SUPVIT)).hasSize(2);
        assertThat(again.unrelated()).hasSize(1);
        assertThat(Growth.hashes(again.folder())).isEqualTo(Growth.hashes(jungle.folder()));

        ClassifierJungle found = ClassifierJungle.grow(moved, jungle.folder());
        assertThat(((Cifar) found.recipe().data()).files().folder()).isEqualTo(temp.resolve("there"));
        ClassifierJungle opened = ClassifierJungle.open(jungle.folder());
        assertThat(opened.recipe()).isEqualTo(recipe);
        assertThat(opened.labels(opened.unrelated())[0]).hasSize(10);
        assertThatThrownBy(opened::data).hasMessageContaining("expected their folder, found none");
    }

    @Test
    void aJungleGrowsFromAFolderOfPictures() throws IOException {
        for (int i = 0; i < 15; i++) {
            BufferedImage image = new BufferedImage(20, 18, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xffffff);
            Path file = Files.createDirectories(temp.resolve("pictures/" + "abc".charAt(i % 3)))
                    .resolve(i + ".png");
            ImageIO.write(image, "png", file.toFile());
        }
        ImageFolder source = ImageFolder.of(temp.resolve("pictures"), 16, new PerClass(2, 2, 1));
        ClassifierJungle jungle = ClassifierJungle.grow(SHAPES.withData(source, 2), temp.resolve("jungle"));
        assertThat(jungle.classes()).containsExactly("a", "b", "c");
        assertThat(jungle.models(Family.RESNET)).hasSize(2);
        assertThat(ClassifierJungle.open(jungle.folder()).recipe()).isEqualTo(jungle.recipe());
    }

    @Test
    void otherPicturesMakeAnotherRecipe() {
        DataSource source = cifar("here");
        ClassifierRecipe recipe = SHAPES.withData(source, 4);
        assertThat(SHAPES.withData(cifar("here", 2), 4).hash()).isNotEqualTo(recipe.hash());
        assertThatThrownBy(() -> SHAPES.withData(source, 11))
                .hasMessage("recipe: expected children of at most 10 classes, found 11");
        Cifar large = Cifar.of(CifarFormat.CIFAR_10, temp.resolve("here"), 32, new PerClass(3, 2, 1));
        assertThatThrownBy(() -> SHAPES.withData(large, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recipe: expected pictures of the networks' side, 16 and 16 pixels, found 32");
    }

    private DataSource cifar(String folder) {
        return cifar(folder, 1);
    }

    private DataSource cifar(String folder, int test) {
        TinyCifar.ten(temp.resolve(folder), test);
        return Cifar.of(CifarFormat.CIFAR_10, temp.resolve(folder), 16, new PerClass(3, 2, 1));
    }
}
