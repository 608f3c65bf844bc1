package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Script;

/**
 * A stack of image classifiers: a {@link Backbone} and a linear layer on its features. The linear layer may hold
 * several heads side by side, each a classification of its own: shape, colour and texture, say.
 */
public final class Classifier implements Network {

    private final Backbone backbone;
    private final List<Integer> heads;
    private final ParameterLayout layout;
    private final Script script;

    /**
     * A classifier; it is compiled when it is first called.
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
        this.layout = new ParameterLayout()
                .addAll(backbone.layout())
                .add("classifier.weight", new ParameterLayout.Initialiser.Constant(0), outputs(), backbone.features())
                .add("classifier.bias", new ParameterLayout.Initialiser.Constant(0), outputs());
        this.script = Script.lazy("classifier", script() + training());
    }

    /** What turns images into features. */
    public Backbone backbone() {
        return backbone;
    }

    /** The number of classes of each head. */
    public List<Integer> heads() {
        return heads;
    }

    /**
     * The backbone's parameters, then {@code classifier.weight [classes, features]} and its bias, which start at zero.
     */
    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public List<Integer> input() {
        return List.of(backbone.channels(), backbone.image(), backbone.image());
    }

    /** The logits of all heads, side by side. */
    @Override
    public int outputs() {
        return heads.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public int hidden() {
        return backbone.features();
    }

    @Override
    public long flops() {
        return backbone.flops() + Flops.linear(backbone.features(), outputs());
    }

    @Override
    public String script() {
        return backbone.script() + fill(RESPOND);
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
        return loss(scope, parameters, images, labels, scope.create(new Shape(0)));
    }

    /**
     * The same with dropout.
     *
     * @param mask dropout mask: 0 for a dropped feature, else 1 / (1 - rate) // [models, batch, features]
     */
    public NDArray loss(NDManager scope, NDArray parameters, NDArray images, NDArray labels, NDArray mask) {
        long models = checkImages(parameters, images);
        Shape expected = new Shape(models, images.getShape().get(1), heads.size());
        Check.that(
                labels.getShape().equals(expected),
                "classifier: expected labels %s, found %s",
                expected,
                labels.getShape());
        return script.forward(scope, parameters, images, labels, mask);
    }

    /**
     * The logits of all heads, side by side.
     *
     * @param parameters [models, layout size]
     * @param images [models, batch, channels, image, image], or [1, batch, ...] that all models share
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
        long own = found.dimension() == 5 && found.get(0) == 1 ? 1 : row.get(0); // or all models share them
        Shape expected = new Shape(own, batch, backbone.channels(), backbone.image(), backbone.image());
        Check.that(found.equals(expected), "classifier: expected images %s, found %s", expected, found);
        return row.get(0);
    }

    private String training() {
        StringBuilder losses = new StringBuilder();
        int from = 0;
        for (int head = 0; head < heads.size(); head++) {
            losses.append("loss = loss + self.entropy(torch.slice(z, 2, %s, %s), torch.select(labels, 2, %s))%n"
                    .formatted(from, from + heads.get(head), head));
            from += heads.get(head);
        }
        return fill(TRAINING).replace("{losses}", losses.toString().indent(2).strip());
    }

    private String fill(String text) {
        return text.replace("{sizes}", layout.sizes())
                .replace("{features}", Integer.toString(backbone.features()))
                .replace("{classes}", Integer.toString(outputs()));
    }

    private static final String RESPOND = """
            def respond_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              return self.output_of(parts, self.hidden_of(parts, x))
            def hidden_of(self, parts: List[Tensor], x: Tensor) -> Tensor:
              return self.features_of(torch.slice(parts, 0, -2), x)
            def output_of(self, parts: List[Tensor], h: Tensor) -> Tensor:
              weight = parts[-2].reshape([-1, {classes}, {features}])
              return torch.baddbmm(torch.unsqueeze(parts[-1], 1), h, torch.transpose(weight, 1, 2))
            """;

    private static final String TRAINING = """
            def logits(self, p: Tensor, x: Tensor) -> Tensor:
              return self.respond_of(torch.split_with_sizes(p, [{sizes}], 1), x)
            def entropy(self, z: Tensor, labels: Tensor) -> Tensor:
              chosen = torch.gather(torch.log_softmax(z, 2), 2, torch.unsqueeze(labels, 2))
              return torch.neg(torch.mean(torch.squeeze(chosen, 2), 1))
            def forward(self, p: Tensor, x: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
              parts = torch.split_with_sizes(p, [{sizes}], 1)
              f = self.hidden_of(parts, x)
              if torch.numel(mask) > 0:
                f = f * mask
              z = self.output_of(parts, f)
              loss = torch.zeros([z.size(0)], device=z.device)
              {losses}
              return loss
            """;

    @Override
    public String toString() {
        return "classifier on %s with heads %s".formatted(backbone, heads);
    }
}
