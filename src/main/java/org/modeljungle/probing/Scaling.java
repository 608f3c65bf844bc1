package org.modeljungle.probing;

import java.util.List;

/** The mean and one over the deviation of every number, over training models: what a plain network needs of its inputs. */
final class Scaling {

    /** The line that applies it to {@code q [models, numbers]}. */
    static final String LINE = "q = (q - torch.select(given, 0, 0)) * torch.select(given, 0, 1)";

    private Scaling() {}

    /** The script of a method that reads nothing but scaled numbers. */
    static String script(Mlp mlp) {
        return """
                def read_of(self, c: List[Tensor], q: Tensor, given: Tensor, keep: Tensor) -> Tensor:
                  {scaling}
                  return self.mix(c, q, keep)
                """.replace("{scaling}", LINE) + mlp.script();
    }

    /** The scaling of these rows; a number that never changes is left out, by a scale of 0 // [2, numbers] */
    static Method.Given of(List<float[]> rows) {
        int width = rows.get(0).length;
        double[] mean = new double[width];
        double[] square = new double[width];
        for (float[] row : rows) {
            for (int k = 0; k < width; k++) {
                mean[k] += row[k] / (double) rows.size();
            }
        }
        for (float[] row : rows) {
            for (int k = 0; k < width; k++) {
                square[k] += (row[k] - mean[k]) * (row[k] - mean[k]) / rows.size();
            }
        }
        float[] scaling = new float[2 * width];
        for (int k = 0; k < width; k++) {
            scaling[k] = (float) mean[k];
            scaling[width + k] = square[k] > 0 ? (float) (1 / Math.sqrt(square[k])) : 0;
        }
        return new Method.Given(scaling, List.of(2, width));
    }
}
