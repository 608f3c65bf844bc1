package org.modeljungle.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Precision;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * A bank in the engine. A tensor in bfloat16 may go from script to script alone: the Java side of the engine has no
 * such type, and the process ends where it asks for one.
 *
 * @param matrices X [models, rows, cols], or B' [models, rank, rows] of a factored bank
 * @param down A [models, rank, cols] of a factored bank, else empty
 * @param models the number of models
 */
public record BankTensors(NDArray matrices, NDArray down, int models) {

    /** Numbers that are copied at a time, few enough for a processor's cache. */
    private static final int CHUNK = 1 << 20;

    // dtype 15 is bfloat16; 'forward', for what comes from another method could not enter a gradient
    private static final Script SCRIPT = Script.compile("bank", """
            def forward(self, like: Tensor) -> Tensor:
              return torch.empty([like.size(0), like.size(1), like.size(2)], dtype=15, device=like.device)
            def put(self, target: Tensor, source: Tensor, start: int) -> Tensor:
              return torch.slice(target, 0, start, start + source.size(0)).copy_(source)
            """);

    /** A bank in single precision; as the longer form. */
    public static BankTensors of(NDManager scope, Matrices bank) {
        return of(scope, bank, Precision.FP32);
    }

    /**
     * Copies a bank into the engine.
     *
     * @param scope owns what is copied
     * @throws IllegalArgumentException if it is factored and the precision another than {@link Precision#FP32}
     */
    public static BankTensors of(NDManager scope, Matrices bank, Precision precision) {
        return joined(scope, List.of(bank), precision);
    }

    /**
     * Copies several banks into the engine, one after the other in one.
     *
     * @param banks all of one shape, and factored to one rank or not at all
     * @throws IllegalArgumentException if they differ, or as {@link #of(NDManager, Matrices, Precision)}
     */
    public static BankTensors joined(NDManager scope, List<? extends Matrices> banks, Precision precision) {
        Matrices first = JoinedMatrices.first(banks);
        int models = banks.stream().mapToInt(Matrices::models).reduce(0, Math::addExact);
        if (first instanceof LowRank factors) {
            Check.that(
                    precision == Precision.FP32,
                    "bank: expected whole matrices for %s, found factors of rank %d; read them in %s",
                    precision,
                    factors.rank(),
                    Precision.FP32);
            List<LowRank> all = banks.stream().map(LowRank.class::cast).toList();
            List<Blocks> downs = all.stream().map(LowRank::downs).toList();
            List<Blocks> ups = all.stream()
                    .<Blocks>map(each -> new ArrayBlocks(each.models(), transposed(each)))
                    .toList();
            Shape up = new Shape(models, factors.rank(), factors.rows());
            NDArray down = tensor(scope, downs, new Shape(models, factors.rank(), factors.cols()), Precision.FP32);
            return new BankTensors(tensor(scope, ups, up, Precision.FP32), down, models);
        }
        List<Blocks> all = banks.stream().map(bank -> ((Dense) bank).blocks()).toList();
        Shape shape = new Shape(models, first.rows(), first.cols());
        return new BankTensors(tensor(scope, all, shape, precision), scope.create(new Shape(0)), models);
    }

    /** The matrices themselves, multiplied out // [models, rows, cols] */
    public static NDArray dense(NDManager scope, Matrices bank) {
        BankTensors tensors = of(scope, bank);
        return bank instanceof LowRank
                ? tensors.matrices.transpose(0, 2, 1).batchMatMul(tensors.down)
                : tensors.matrices;
    }

    @Override
    public String toString() {
        return "bank of " + models + " models"; // the tensors' own text would ask for their type
    }

    private static NDArray tensor(NDManager scope, List<Blocks> parts, Shape shape, Precision precision) {
        Check.that(
                shape.slice(1).size() <= Integer.MAX_VALUE / Float.BYTES,
                "bank: expected matrices of at most %,d numbers, found %s; read a part of the layer's rows",
                Integer.MAX_VALUE / Float.BYTES,
                shape.slice(1));
        NDArray target = empty(scope, shape, precision);
        int from = 0;
        for (Blocks part : parts) {
            put(target, from, part, shape);
            from += part.models();
        }
        return target;
    }

    /** Some models at a time: gigabytes are never there twice in the engine, nor more than 2 GiB in one buffer. */
    private static void put(NDArray target, int from, Blocks blocks, Shape shape) {
        int models = blocks.models();
        int size = (int) shape.slice(1).size();
        int step = Math.max(1, Math.min(models, CHUNK / size));
        float[] chunk = blocks.inMemory() ? blocks.all() : new float[step * size];
        ByteBuffer buffer = ByteBuffer.allocateDirect(step * size * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int start = 0; start < models; start += step) {
            int count = Math.min(step, models - start);
            if (!blocks.inMemory()) {
                blocks.copy(start, count, 0, size, chunk, 0);
            }
            buffer.asFloatBuffer().put(chunk, blocks.inMemory() ? start * size : 0, count * size);
            try (NDManager inner = Torch.scope()) {
                NDArray part = inner.create(
                        buffer.duplicate().order(ByteOrder.nativeOrder()).limit(count * size * Float.BYTES),
                        new Shape(count, shape.get(1), shape.get(2)),
                        DataType.FLOAT32);
                SCRIPT.call(inner, "put", target, part, from + start).close();
            }
        }
    }

    private static NDArray empty(NDManager scope, Shape shape, Precision precision) {
        if (precision == Precision.FP32) {
            return scope.create(shape);
        }
        try (NDManager inner = Torch.scope()) {
            // nothing of it is read but its shape: one number, repeated
            NDArray like = inner.zeros(new Shape(1, 1, 1)).broadcast(shape);
            return SCRIPT.forward(scope, like);
        }
    }

    /** B' of each model, so that a product with it is one flat matrix product // [models, rank, rows] */
    private static float[] transposed(LowRank m) {
        float[] up = m.up();
        float[] transposed = new float[up.length];
        int size = m.rows() * m.rank();
        for (int start = 0; start < transposed.length; start += size) {
            for (int row = 0; row < m.rows(); row++) {
                for (int k = 0; k < m.rank(); k++) {
                    transposed[start + k * m.rows() + row] = up[start + row * m.rank() + k];
                }
            }
        }
        return transposed;
    }
}
