package org.modeljungle.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

/** A linear reading of simple features tells shape, colour and texture of new 16 x 16 pictures. Chance is 0.1. */
class RecognisabilityTest {

    private static final Seeds SEEDS = new Seeds(11);
    private static final int FILTERS = 64;
    private static final double RIDGE = 0.1;

    @Test
    void aSimpleClassifierTellsEveryAttribute() {
        ShapeWorld world = ShapeWorld.of(16);
        List<Concept> concepts = ShapeWorld.concepts();
        Images train = world.perConcept(concepts, 3, SEEDS.split("train"));
        Images test = world.draw(concepts, SEEDS.split("test"));
        PatchFeatures features = new PatchFeatures(train, FILTERS, SEEDS.split("filters"));
        DMatrixRMaj seen = matrix(features, train);
        DMatrixRMaj unseen = matrix(features, test);
        LinearSolverDense<DMatrixRMaj> solver = ridge(seen);
        assertThat(accuracy(solver, seen, unseen, train, test, "colour"))
                .as("colour")
                .isGreaterThan(0.98);
        assertThat(accuracy(solver, seen, unseen, train, test, "shape"))
                .as("shape")
                .isGreaterThan(0.8);
        assertThat(accuracy(solver, seen, unseen, train, test, "texture"))
                .as("texture")
                .isGreaterThan(0.85);
    }

    private static DMatrixRMaj matrix(PatchFeatures features, Images images) {
        double[][] rows = new double[images.count()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = features.of(images, i);
        }
        return new DMatrixRMaj(rows); // [images, features]
    }

    private static LinearSolverDense<DMatrixRMaj> ridge(DMatrixRMaj x) {
        DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols); // [features, features]
        CommonOps_DDRM.multTransA(x, x, gram);
        for (int i = 0; i < x.numCols; i++) {
            gram.add(i, i, RIDGE);
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(x.numCols);
        assertThat(solver.setA(gram)).isTrue();
        return solver;
    }

    private static double accuracy(
            LinearSolverDense<DMatrixRMaj> solver,
            DMatrixRMaj seen,
            DMatrixRMaj unseen,
            Images train,
            Images test,
            String name) {
        DMatrixRMaj target = new DMatrixRMaj(train.count(), 10); // [images, classes]
        for (int i = 0; i < train.count(); i++) {
            target.set(i, train.labels(name).get(i), 1);
        }
        DMatrixRMaj right = new DMatrixRMaj(seen.numCols, 10);
        CommonOps_DDRM.multTransA(seen, target, right);
        DMatrixRMaj weights = new DMatrixRMaj(seen.numCols, 10); // [features, classes]
        solver.solve(right, weights);
        DMatrixRMaj scores = new DMatrixRMaj(test.count(), 10); // [images, classes]
        CommonOps_DDRM.mult(unseen, weights, scores);
        int hits = 0;
        for (int i = 0; i < test.count(); i++) {
            int best = 0;
            for (int k = 1; k < 10; k++) {
                best = scores.get(i, k) > scores.get(i, best) ? k : best;
            }
            hits += best == test.labels(name).get(i) ? 1 : 0;
        }
        return (double) hits / test.count();
    }
}
