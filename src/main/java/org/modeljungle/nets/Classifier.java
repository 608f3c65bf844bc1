package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/**
 * A stack of image classifiers: a {@link Backbone} and a linear layer on its features. The linear layer may hold several
 * heads side by side, each a classification of its own: shape, colour and texture, say.
 */
public final class Classifier {

    private final Backbone backbone;
    private final List<Integer> heads;
    private final ParameterLayout layout;
    private final Script script;

    /**
     * Compiles a classifier.
     *
     * @param backbone what turns images into features
     * @param heads the number of classes of each head
     */
    public Classifier(Backbone backbone, List<Integer> heads) {
        Check.that(
                !heads.isEmpty() && heads.stream().allMatch(classes -> classes > 1),
                "classifier: expected one head or more of 2 classes or more each, found %s",
                heads);
        this.backbone = backbone;
        this.heads = List.copyOf(heads);
        int classes = heads.stream().mapToInt(Integer::intValue).sum();
        this.layout = new ParameterLayout()
                .addAll(backbone.layout())
                .add("classifier.weight", new ParameterLayout.Start.Constant(0), classes, backbone.features())
                .add("classifier.bias", new ParameterLayout.Start.Constant(0), classes);
        this.script = Script.compile("classifier", text(classes));
    }

    /** What turns images into features. */
    public Backbone backbone() {
        return backbone;
    }

    /** The number of classes of each head. */
    public List<Integer> heads() {
        return heads;
    }

    /** The backbone's parameters, then {@code classifier.weight [classes, features]} and its bias, which start at zero. */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The cross-entropy of each model, the sum over its heads of the mean over its images; differentiable in
     * {@code parameters}.
     *
     * @param parameters [models, layout size]
     * @param images [models, batch, channels, image, image]
     * @param labels whole numbers, the class of each head // [models, batch, heads]
     * @return [models]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray images, NDArray labels) {
        long models = checkImages(parameters, images);
        Shape expected = new Shape(models, images.getShape().get(1), heads.size());
        Check.that(
                labels.getShape().equals(expected),
                "classifier: expected labels %s, found %s",
                expected,
                labels.getShape());
        return script.forward(scope, parameters, images, labels);
    }

    /**
     * The logits of all heads, side by side.
     *
     * @param parameters [models, layout size]
     * @param images [models, batch, channels, image, image]
     * @return [models, batch, classes]
     */
    public NDArray logits(NDManager scope, NDArray parameters, NDArray images) {
        checkImages(parameters, images);
        return script.call(scope, "logits", parameters, images);
    }

    private long checkImages(NDArray parameters, NDArray images) {
        Shape row = parameters.getShape();
        Check.that(
                row.dimension() == 2 && row.get(1) == layout.size(),
                "classifier: expected parameters [models, %d], found %s",
                layout.size(),
                row);
        Shape found = images.getShape();
        long batch = found.dimension() == 5 ? found.get(1) : -1;
        Shape expected = new Shape(row.get(0), batch, backbone.channels(), backbone.image(), backbone.image());
        Check.that(found.equals(expected), "classifier: expected images %s, found %s", expected, found);
        return row.get(0);
    }

    private String text(int classes) {
        StringBuilder losses = new StringBuilder();
        int from = 0;
        for (int head = 0; head < heads.size(); head++) {
            losses.append("loss = loss + self.entropy(torch.slice(z, 2, %d, %d), torch.select(labels, 2, %d))%n"
                    .formatted(from, from + heads.get(head), head));
            from += heads.get(head);
        }
        return backbone.script()
                + TEXT.replace("{sizes}", layout.sizes())
                        .replace("{features}", Integer.toString(backbone.features()))
                        .replace("{classes}", Integer.toString(classes))
                        .replace("{losses}", losses.toString().indent(2).strip());
    }

    private static final String TEXT = """
            def logits(self, p: Tensor, x: Tensor) -> Tensor:
              parts = torch.split_with_sizes(p, [{sizes}], 1)
              weight = parts[-2].reshape([-1, {classes}, {features}])
              f = self.features_of(torch.slice(parts, 0, -2), x)
              return torch.baddbmm(torch.unsqueeze(parts[-1], 1), f, torch.transpose(weight, 1, 2))
            def entropy(self, z: Tensor, labels: Tensor) -> Tensor:
              chosen = torch.gather(torch.log_softmax(z, 2), 2, torch.unsqueeze(labels, 2))
              return torch.neg(torch.mean(torch.squeeze(chosen, 2), 1))
            def forward(self, p: Tensor, x: Tensor, labels: Tensor) -> Tensor:
              z = self.logits(p, x)
              loss = torch.zeros([z.size(0)], device=z.device)
              {losses}
              return loss
            """;
}
