package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.tensor.Torch;

/**
 * A bank in the engine.
 *
 * @param matrices X [models, rows, cols], or B' [models, rank, rows] of a factored bank
 * @param down A [models, rank, cols] of a factored bank, else empty
 */
record BankTensors(NDArray matrices, NDArray down) {

    static BankTensors of(NDManager scope, Matrices bank) {
        if (bank instanceof LowRank factors) {
            NDArray down =
                    Torch.tensor(scope, factors.down(), new Shape(factors.models(), factors.rank(), factors.cols()));
            float[] up = transposed(factors);
            return new BankTensors(
                    Torch.tensor(scope, up, new Shape(factors.models(), factors.rank(), factors.rows())), down);
        }
        Dense dense = (Dense) bank;
        Shape shape = new Shape(dense.models(), dense.rows(), dense.cols());
        return new BankTensors(Torch.tensor(scope, dense.values(), shape), scope.create(new Shape(0)));
    }

    /** The matrices themselves, multiplied out // [models, rows, cols] */
    static NDArray dense(NDManager scope, Matrices bank) {
        BankTensors tensors = of(scope, bank);
        return bank instanceof LowRank
                ? tensors.matrices.transpose(0, 2, 1).batchMatMul(tensors.down)
                : tensors.matrices;
    }

    /** B' of each model, so that a product with it is one flat matrix product // [models, rank, rows] */
    private static float[] transposed(LowRank m) {
        float[] transposed = new float[m.up().length];
        int size = m.rows() * m.rank();
        for (int start = 0; start < transposed.length; start += size) {
            for (int row = 0; row < m.rows(); row++) {
                for (int k = 0; k < m.rank(); k++) {
                    transposed[start + k * m.rows() + row] = m.up()[start + row * m.rank() + k];
                }
            }
        }
        return transposed;
    }
}
