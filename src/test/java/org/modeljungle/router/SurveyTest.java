package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Results;
import org.modeljungle.Seeds;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Weight;

/** From files to trees and routes. */
class SurveyTest {

    @TempDir
    Path folder;

    /** Two trees of one architecture, one of another, LoRAs, and models without relatives. */
    private List<Path> jungle(String split, int each) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            Seeds child = new Seeds(i).split(split);
            write(files, split + "-oak-" + i, new Seeds(1), child, 4);
            write(files, split + "-elm-" + i, new Seeds(2), child, 4);
            write(files, split + "-fir-" + i, new Seeds(3), child, 6);
            files.add(TinyModels.write(
                    folder, split + "-vine-" + i, TinyModels.lora(child, 2 + i % 3, List.of("q", "k", "v"))));
        }
        for (int i = 0; i < 3; i++) {
            write(files, split + "-alone-" + i, new Seeds(50 + i).split(split), new Seeds(i), 4);
        }
        return files;
    }

    private void write(List<Path> files, String name, Seeds ancestor, Seeds child, int blocks) {
        files.add(TinyModels.write(folder, name, TinyModels.model(ancestor, child, blocks, .2, 5 + blocks)));
    }

    @Test
    void findsTheTreesOfFilesAndRoutesOtherFiles() {
        Survey survey = Survey.of(jungle("train", 8));
        int[] labels = survey.trees().labels();
        for (int i = 0; i < 32; i++) {
            assertThat(labels[i]).as("model %d", i).isEqualTo(i % 4);
        }
        assertThat(survey.trees().singletons()).isEqualTo(3);
        assertThat(survey).hasToString(survey.trees().toString());

        List<Route> routes = survey.router().route(jungle("test", 4));
        for (int i = 0; i < 16; i++) {
            assertThat(routes.get(i).tree()).as("model %d", i).isEqualTo(i % 4);
        }
        assertThat(routes.subList(16, 19)).noneMatch(Route::known);
        assertThat(survey.router().route(folder.resolve("test-fir-1.safetensors")))
                .isEqualTo(routes.get(6));
    }

    @Test
    void modelsAreSortedIntoTheTreesThatTheyAreSentTo() {
        Router router = Survey.of(jungle("train", 8)).router(2);
        Models models =
                Models.of(jungle("test", 2)).map(model -> model.withTree("a tree that the router does not ask for"));
        Models sorted = router.sorted(models);
        assertThat(sorted.ids()).isEqualTo(models.ids());
        for (int i = 0; i < 8; i++) {
            assertThat(sorted.get(i).tree()).as("model %d", i).contains("tree " + i % 4);
        }
        assertThat(sorted.get(8).tree()).isEmpty();
    }

    @Test
    void aRouterToGivenTreesKeepsTheirNames() {
        Models all = known(jungle("train", 8));
        Models named = all.where(model -> model.tree().isPresent());
        Router router = Router.fit(named);
        assertThat(router.names())
                .hasSize(4)
                .containsExactlyElementsOf(named.trees().stream().distinct().toList());
        Path file = folder.resolve("router.safetensors");
        router.save(file);
        Router opened = Router.open(file);
        assertThat(opened.names()).isEqualTo(router.names());
        assertThat(opened.sorted(Models.of(named.files())).trees()).isEqualTo(named.trees());
        assertThatThrownBy(() -> Router.fit(all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "router: expected the tree of each of 35 models, found none of 'train-alone-0'; Survey.of(models)"
                                + ".router() finds the trees by itself");
    }

    @Test
    void aRouterToLargeTreesCallsRelativesOfSingleModelsUnknown() {
        Survey survey = Survey.of(jungle("train", 8));
        Path alone = folder.resolve("train-alone-1.safetensors");
        assertThat(survey.router().trees()).isEqualTo(7);
        assertThat(survey.router().route(alone).known()).isTrue();
        assertThat(survey.router(2).trees()).isEqualTo(4);
        assertThat(survey.router(2).route(alone).known()).isFalse();
        assertThat(survey.router(2).sizes()).containsExactly(8, 8, 8, 8);
        assertThatThrownBy(() -> survey.router(9))
                .hasMessage("router: expected a tree of 9 models or more, found the largest of 8");
    }

    /** The same as fitting a router to the others by hand. */
    @Test
    void eachTreeIsLeftOutInTurn() {
        Models pile = known(jungle("train", 8));
        Models asked = known(jungle("test", 4));
        Survey survey = Survey.of(pile.files());
        TreeMatch match = TreeMatch.of(survey.trees(), pile);
        assertThat(match.trees()).containsExactly("elm", "fir", "oak", "vine");
        LeaveOneTreeOut left = LeaveOneTreeOut.of(survey, match, asked);
        assertThat(left.scores().keySet()).containsExactlyElementsOf(match.trees());
        assertThat(left.scores().get("fir")).isEqualTo(new RoutingScore(1, 0, 0, 1, 12, 7));

        int[] others = IntStream.range(0, pile.size())
                .filter(i -> pile.get(i).tree().isPresent() && !pile.get(i).isOfTree("oak"))
                .toArray();
        List<String> order = List.of("elm", "fir", "vine");
        Router router = Router.fit(
                survey.fingerprinter(),
                survey.fingerprints().select(others),
                IntStream.of(others)
                        .map(i -> order.indexOf(pile.get(i).tree().orElseThrow()))
                        .toArray());
        int[] truth = asked.stream()
                .mapToInt(model -> order.indexOf(model.tree().orElse("")))
                .toArray();
        assertThat(left.scores().get("oak")).isEqualTo(RoutingScore.of(router.route(asked.files()), truth));

        assertThat(left.table().column("router").asList())
                .isEqualTo(List.of("without elm", "without fir", "without oak", "without vine"));
        assertThat(left.metrics("router/out", "one pile"))
                .extracting(Results.Metric::name)
                .containsExactly("router/out/false-alarms", "router/out/misses", "router/out/worst-auc");
        assertThat(left.metrics("router/out", "one pile"))
                .extracting(Results.Metric::seeds)
                .containsExactly(4, 4, 1);
    }

    /** Half of the files name their tensors as another framework does. */
    private Models prefixed(String split, int each) {
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < 2 * each; i++) {
            Seeds ancestor = new Seeds(1 + i % 2);
            Map<String, Weight> weights = new LinkedHashMap<>();
            String prefix = i < each ? "module." : "";
            TinyModels.model(ancestor, new Seeds(i).split(split), 4, .2, 5)
                    .forEach((name, weight) -> weights.put(prefix + name, weight));
            Path file = TinyModels.write(folder, split + "-prefixed-" + i, weights);
            models.add(Model.of(split + i, file).withTree(i % 2 == 0 ? "oak" : "elm"));
        }
        return Models.of("prefixed", models).withoutPrefixes("module.");
    }

    @Test
    void modelsAreLearntFromWithoutTheirPrefixesAsTheyAreRouted() {
        Models known = prefixed("train", 8);
        Models asked = prefixed("test", 4);
        Router router = Router.fit(known);
        Fingerprints read = Fingerprints.of(known.stream()
                .map(model -> Fingerprinter.DEFAULT.fingerprint(model.open()))
                .toList());
        int[] labels = IntStream.range(0, 16).map(i -> i % 2).toArray();
        assertThat(router.centroids().values())
                .isEqualTo(Router.fit(Fingerprinter.DEFAULT, read, labels)
                        .centroids()
                        .values());
        assertThat(router.sorted(asked).trees()).isEqualTo(asked.trees());
        Survey survey = Survey.of(known);
        TreeMatch match = TreeMatch.of(survey.trees(), known);
        assertThat(LeaveOneTreeOut.of(survey, match, asked).scores().values())
                .allMatch(score -> score.accuracy() == 1 && score.misses() == 0);
    }

    @Test
    void whatASurveyCanTakeDependsOnWhatItsFingerprinterSkips() {
        Path broken = TinyModels.write(
                folder,
                "broken",
                Map.of(
                        "q.weight", Weight.of(new Seeds(1).normal(6), 2, 3),
                        "head.weight", Weight.of(new float[] {1, Float.NaN}, 1, 2)));
        Models models = Models.of(List.of(broken));
        assertThat(Survey.check(models).sound().size()).isZero();
        assertThat(Survey.check(Fingerprinter.DEFAULT.skipping("head"), models)
                        .sound()
                        .ids())
                .isEqualTo(models.ids());
    }

    /** What the files' names say. */
    private static Models known(List<Path> files) {
        return Models.of(files).map(model -> {
            String tree = model.id().replaceAll("^\\w+-(\\w+)-.*", "$1");
            return tree.equals("alone") ? model : model.withTree(tree);
        });
    }

    @Test
    void oneModelIsNoPile() {
        assertThatThrownBy(() -> Survey.of(List.of(folder))).hasMessage("survey: expected 2 models or more, found 1");
    }
}
