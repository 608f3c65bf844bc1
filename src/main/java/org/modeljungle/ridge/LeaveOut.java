package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;

/**
 * What a ridge regression predicts for groups of training models that are left out, without refitting. With
 * {@code G = (K + lambda I)^-1}, {@code T} the targets less their mean, {@code I} the models of a group of {@code g}
 * out of {@code n}, and {@code s} the sum of their targets, their errors are
 * {@code (G_II)^-1 ((G T)_I + (G 1)_I s / (n - g))}: the mean is that of the other models too.
 */
final class LeaveOut {

    // eigen: the Gram matrix's eigenvalues over its eigenvectors as columns [1 + n, n]; t: T [n, d]; y: T and a column
    // of ones, in the eigenvectors' axes [n, d + 1]; groups: the models of groups of one size [m, g]; all numbers
    // float64. left: errors [m * g, d]; base: the sum of the squared errors of the other models' mean
    private static final Script SCRIPT = Script.lazy("leave out", """
            def project(self, eigen: Tensor, t: Tensor) -> Tensor:
              ones = torch.ones([t.size(0), 1], dtype=t.dtype, device=t.device)
              return torch.matmul(torch.t(torch.slice(eigen, 0, 1)), torch.cat([t, ones], 1))
            def own(self, rows: Tensor, groups: Tensor) -> Tensor:
              chosen = torch.index_select(rows, 0, torch.reshape(groups, [-1]))
              return torch.reshape(chosen, [groups.size(0), groups.size(1), rows.size(1)])
            def less(self, t: Tensor, groups: Tensor) -> Tensor:
              return torch.sum(self.own(t, groups), [1], True) / (t.size(0) - groups.size(1))
            def base(self, t: Tensor, groups: Tensor) -> Tensor:
              return torch.sum(torch.square(self.own(t, groups) + self.less(t, groups)))
            def left(self, eigen: Tensor, y: Tensor, t: Tensor, groups: Tensor, l: float) -> Tensor:
              n, d = t.size(0), t.size(1)
              m, g = groups.size(0), groups.size(1)
              own = self.own(torch.slice(eigen, 0, 1), groups)
              part = own * torch.reciprocal(torch.select(eigen, 0, 0) + l)
              block = torch.bmm(part, torch.transpose(own, 1, 2))
              right = torch.reshape(torch.matmul(torch.reshape(part, [m * g, n]), y), [m, g, d + 1])
              right = torch.narrow(right, 2, 0, d) + torch.narrow(right, 2, d, 1) * self.less(t, groups)
              return torch.reshape(torch.linalg_solve(block, right), [m * g, d])
            def error(self, eigen: Tensor, y: Tensor, t: Tensor, groups: Tensor, l: float) -> Tensor:
              return torch.sum(torch.square(self.left(eigen, y, t, groups, l)))
            """);

    private final NDManager scope;
    private final NDArray eigen;
    private final NDArray targets;
    private final NDArray projected;
    private final List<NDArray> groups; // of one size each // [groups, size]

    /**
     * Of a decomposed Gram matrix.
     *
     * @param scope who owns the tensors
     * @param eigen eigenvalues over eigenvectors as columns // [1 + n, n]
     * @param targets less their mean // [n, width]
     * @param members from {@link #members}
     */
    LeaveOut(NDManager scope, NDArray eigen, NDArray targets, List<long[][]> members) {
        this.scope = scope;
        this.eigen = eigen;
        this.targets = targets;
        projected = SCRIPT.call(scope, "project", eigen, targets);
        groups = members.stream().map(scope::create).toList();
    }

    /** The models of each group, all groups of one size together, which one stack of matrices solves. */
    static List<long[][]> members(List<?> groups, int models) {
        Check.that(
                groups.size() == models,
                "ridge: expected %d groups, one for each model, found %d",
                models,
                groups.size());
        Map<Object, List<Long>> members = new LinkedHashMap<>();
        for (int i = 0; i < models; i++) {
            members.computeIfAbsent(groups.get(i), group -> new ArrayList<>()).add((long) i);
        }
        Check.that(members.size() > 1, "ridge: expected 2 or more groups of models, found %d", members.size());
        Map<Integer, List<long[]>> bySize = new TreeMap<>();
        for (List<Long> group : members.values()) {
            bySize.computeIfAbsent(group.size(), size -> new ArrayList<>())
                    .add(group.stream().mapToLong(Long::longValue).toArray());
        }
        return bySize.values().stream()
                .map(ofOneSize -> ofOneSize.toArray(long[][]::new))
                .toList();
    }

    /** The squared error of each lambda, as a share of that of predicting the other models' mean // [lambdas] */
    double[] errors(double... lambdas) {
        double base = sum(group -> SCRIPT.call(scope, "base", targets, group));
        return Arrays.stream(lambdas)
                .map(l -> sum(group -> SCRIPT.call(scope, "error", eigen, projected, targets, group, l)) / base)
                .toArray();
    }

    /** What is predicted for each model when its group is left out, less the mean of all // [n, width] */
    double[][] predictions(double lambda) {
        double[][] predictions = Tensors.doubleRows(targets);
        int width = predictions[0].length;
        for (NDArray group : groups) {
            double[] errors = SCRIPT.call(scope, "left", eigen, projected, targets, group, lambda)
                    .toDoubleArray();
            long[] models = group.toLongArray();
            for (int i = 0; i < errors.length; i++) {
                predictions[(int) models[i / width]][i % width] -= errors[i];
            }
        }
        return predictions;
    }

    private double sum(Function<NDArray, NDArray> number) {
        double sum = 0;
        for (NDArray group : groups) {
            try (NDArray own = number.apply(group)) {
                sum += own.toDoubleArray()[0];
            }
        }
        return sum;
    }
}
