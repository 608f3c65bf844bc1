package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/**
 * Self-distillation without labels (DINO, Caron et al., arXiv 2104.14294) around a {@link Vit}: a student that sees
 * small crops of an image learns to assign them to the same prototypes to which a teacher assigns large crops of it.
 * The teacher is the moving average of the student.
 */
public final class Dino {

    private static final int HIDDEN = 128;
    private static final int BOTTLENECK = 64;

    private final Vit vit;
    private final int prototypes;
    private final ParameterLayout layout;
    private final Script script;

    /**
     * Compiles the network.
     *
     * @param vit the backbone; its patches along a side are an even number
     * @param prototypes to how many prototypes crops are assigned
     */
    public Dino(Vit vit, int prototypes) {
        Check.that(prototypes > 1, "DINO: expected 2 prototypes or more, found %d", prototypes);
        Check.that(
                vit.settings().side() % 2 == 0,
                "DINO: expected an even number of patches along a side, found %d",
                vit.settings().side());
        this.vit = vit;
        this.prototypes = prototypes;
        this.layout = new ParameterLayout().addAll(vit.layout()).addAll(head(vit, prototypes));
        this.script = Script.compile("DINO", text());
    }

    /** The backbone's parameters, then the projection head's. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The number of prototypes. */
    public int prototypes() {
        return prototypes;
    }

    /** Side of the small crops: half the image's. */
    public int small() {
        return vit.image() / 2;
    }

    /**
     * The teacher's logits of large crops, outside any gradient: {@code g_t(x)}.
     *
     * @param parameters [1, layout size]
     * @param large [1, crops, channels, image, image]
     * @return cosines with the prototypes // [1, crops, prototypes]
     */
    public NDArray assign(NDManager scope, NDArray parameters, NDArray large) {
        return script.call(scope, "assign", parameters, large);
    }

    /**
     * The student's cross-entropy with the teacher's assignments, over all pairs of a large crop that the teacher saw
     * and another crop of the same image that the student sees; differentiable in {@code parameters}.
     *
     * @param parameters [1, layout size]
     * @param large two large crops of each image, all first ones, then all second ones // [1, 2 B, channels, image,
     *     image]
     * @param small any number of small crops of each image, in the same order // [1, n B, channels, image / 2, image /
     *     2]
     * @param targets the teacher's probabilities for the large crops // [1, 2 B, prototypes]
     * @return [1]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray large, NDArray small, NDArray targets) {
        long crops = large.getShape().get(1);
        long few = small.getShape().get(1);
        Check.that(
                crops > 0 && crops % 2 == 0 && few % (crops / 2) == 0,
                "DINO: expected two large crops of each image and as many small ones of each, found %d and %d",
                crops,
                few);
        Shape expected = new Shape(1, crops, prototypes);
        Check.that(
                targets.getShape().equals(expected),
                "DINO: expected target probabilities %s, found %s",
                expected,
                targets.getShape());
        return script.forward(scope, parameters, large, small, targets);
    }

    private static ParameterLayout head(Vit vit, int prototypes) {
        ParameterLayout layout = new ParameterLayout();
        linear(layout, "head.0", vit.features(), HIDDEN);
        linear(layout, "head.1", HIDDEN, BOTTLENECK);
        return layout.add("head.prototypes", new ParameterLayout.Initialiser.Normal(1), prototypes, BOTTLENECK);
    }

    private static void linear(ParameterLayout layout, String name, int in, int out) {
        layout.add(name + ".weight", new ParameterLayout.Initialiser.Normal(1 / StrictMath.sqrt(in)), out, in)
                .add(name + ".bias", new ParameterLayout.Initialiser.Constant(0), out);
    }

    private String text() {
        ParameterLayout head = head(vit, prototypes);
        return vit.script()
                + TEXT.replace("{unpack}", head.unpack("d", false).indent(2).strip())
                        .replace("{backbone}", Integer.toString(vit.layout().size()))
                        .replace("{headsize}", Integer.toString(head.size()))
                        .replace("{half}", Integer.toString(vit.settings().side() / 2))
                        .replace("{quarter}", Integer.toString(vit.settings().tokens() / 4))
                        .replace("{smallpixels}", Integer.toString(small()))
                        .replace("{patch}", Integer.toString(vit.settings().patch()))
                        .replace("{channels}", Integer.toString(vit.channels()))
                        .replace("{values}", Integer.toString(vit.settings().patchValues()))
                        .replace("{width}", Integer.toString(vit.features()));
    }

    // a small crop has a quarter of the tokens; each takes the place of four of the large crop's
    private static final String TEXT = """
            def unit(self, x: Tensor) -> Tensor:
              return x * torch.rsqrt(torch.sum(torch.square(x), [-1], True) + 1e-12)
            def project(self, d: Tensor, f: Tensor) -> Tensor:
              {unpack}
              y = torch.relu(self.linear(f, head_0_weight, head_0_bias))
              y = self.unit(self.linear(y, head_1_weight, head_1_bias))
              return torch.bmm(y, torch.transpose(self.unit(head_prototypes), 1, 2))
            def halves(self, p: Tensor, x: Tensor) -> Tensor:
              M = x.size(0)
              B = x.size(1)
              y = x.reshape([M, B, {channels}, {half}, {patch}, {half}, {patch}])
              y = y.permute([0, 1, 3, 5, 2, 4, 6]).reshape([M, B * {quarter}, {values}])
              parts = self.embedding(p)
              h = self.linear(y, parts[0], parts[1]).reshape([M, B, {quarter}, {width}])
              where = parts[2].reshape([M, {half}, 2, {half}, 2, {width}])
              return h + torch.mean(where, [2, 4]).reshape([M, 1, {quarter}, {width}])
            def assign(self, p: Tensor, x: Tensor) -> Tensor:
              parts = torch.split_with_sizes(p, [{backbone}, {headsize}], 1)
              return self.project(parts[1], self.features(parts[0], x))
            def forward(self, p: Tensor, large: Tensor, small: Tensor, targets: Tensor) -> Tensor:
              parts = torch.split_with_sizes(p, [{backbone}, {headsize}], 1)
              few = torch.mean(self.encode(parts[0], self.halves(parts[0], small)), 2)
              f = torch.cat([self.features(parts[0], large), few], 1)
              z = torch.log_softmax(self.project(parts[1], f) * 10.0, 2)
              B = targets.size(1) // 2
              crops = z.size(1) // B
              loss = torch.zeros([z.size(0)], device=z.device)
              pairs = 0
              for teacher in range(2):
                q = torch.slice(targets, 1, teacher * B, teacher * B + B)
                for crop in range(crops):
                  if crop != teacher:
                    own = torch.slice(z, 1, crop * B, crop * B + B)
                    loss = loss - torch.mean(torch.sum(q * own, [2]), [1])
                    pairs = pairs + 1
              return loss / pairs
            """;

    @Override
    public String toString() {
        return "DINO on %s with %d prototypes".formatted(vit, prototypes);
    }
}
