package org.modeljungle.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * Factors of low-rank matrices {@code X = B A} as numbers that can be read like weights: each model is a matrix
 * {@code [rank, rows + cols]}, whose row k is column k of B followed by row k of A.
 */
final class FactorRows {

    private static final Script SCRIPT = Script.lazy("factors", """
            def raw(self, b: Tensor, a: Tensor) -> Tensor:
              return torch.cat([torch.transpose(b, 1, 2), a], 2)
            def canonical(self, b: Tensor, a: Tensor) -> Tensor:
              qb, rb, = torch.linalg_qr(b.to(7), "reduced")
              qa, ra, = torch.linalg_qr(torch.transpose(a, 1, 2).to(7), "reduced")
              u, s, v, = torch.linalg_svd(torch.matmul(rb, torch.transpose(ra, 1, 2)), False)
              u = torch.matmul(qb, u)
              v = torch.matmul(qa, torch.transpose(v, 1, 2))
              sign = torch.sign(torch.gather(u, 1, torch.argmax(torch.abs(u), 1, True)))
              scale = torch.unsqueeze(torch.sqrt(s), 1) * sign
              return self.raw(u * scale, torch.transpose(v * scale, 1, 2)).to(6)
            """);

    private FactorRows() {}

    /**
     * The factors of all models of a bank.
     *
     * @param method {@code raw}, as they are, or {@code canonical}
     */
    static LayerBank of(LayerBank bank, String method) {
        Check.that(
                bank.matrices() instanceof LowRank,
                "layer '%s': expected low-rank factors, found whole matrices %s; adapters' files have factors",
                bank.layer(),
                bank.matrices());
        int rank = method.equals("raw")
                ? ((LowRank) bank.matrices()).rank()
                : Math.min(((LowRank) bank.matrices()).rank(), Math.min(bank.rows(), bank.cols()));
        int width = Math.addExact(bank.rows(), bank.cols());
        float[] all = new float[Blocks.length(bank.models(), rank, width)];
        int at = 0;
        for (LayerBank part : bank.chunks()) {
            float[] rows = rows((LowRank) part.matrices(), method);
            System.arraycopy(rows, 0, all, at, rows.length);
            at += rows.length;
        }
        return new LayerBank(bank.layer(), new Dense(bank.models(), rank, width, all));
    }

    /** [models, rank, rows + cols] */
    private static float[] rows(LowRank factors, String method) {
        try (NDManager scope = Torch.scope()) {
            NDArray up = Torch.tensor(scope, factors.up(), new Shape(factors.models(), factors.rows(), factors.rank()));
            NDArray down =
                    Torch.tensor(scope, factors.down(), new Shape(factors.models(), factors.rank(), factors.cols()));
            return Torch.floats(SCRIPT.call(scope, method, up, down));
        }
    }
}
