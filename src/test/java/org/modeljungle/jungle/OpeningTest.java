package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Profile;
import org.modeljungle.data.ShapeClasses;
import org.modeljungle.data.ShapeWorld;
import org.modeljungle.jungle.zoo.CnnRecipe;
import org.modeljungle.jungle.zoo.NetworkZoo;

/** What was grown is opened without the engine. */
class OpeningTest {

    private static final String ENGINE = "ai.djl.engine.Engine ";

    @TempDir
    Path folder;

    @Test
    void openingStartsNoEngine() throws IOException, InterruptedException {
        Jungle.grow(JungleTest.TINY, folder.resolve("loras"));
        ClassifierJungle.grow(ClassifierJungleTest.TINY, folder.resolve("classifiers"))
                .models(Family.RESNET);
        CnnRecipe zoo = CnnRecipe.of(CnnRecipe.Architecture.SMALL, Profile.QUICK);
        ShapeClasses data = new ShapeClasses(ShapeWorld.of(16), 1, 2, 1);
        NetworkZoo.grow(
                zoo.withCount(4)
                        .withStack(2)
                        .withData(data)
                        .withChoices(zoo.how().withSteps(2)),
                folder.resolve("zoo"));

        Path loaded = folder.resolve("loaded.txt");
        String opened = open(loaded, folder.toString());
        assertThat(opened).contains("12 models of jungle", "6 models of jungle", "4 networks");
        assertThat(Files.readString(loaded))
                .contains(NetworkZoo.class.getName() + " ")
                .doesNotContain(ENGINE);

        open(loaded, folder.toString(), "engine");
        assertThat(Files.readString(loaded)).contains(ENGINE);
    }

    private static String open(Path loaded, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xlog:class+load:file=" + loaded);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Opening.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
