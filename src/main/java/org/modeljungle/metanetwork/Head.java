package org.modeljungle.metanetwork;

import java.util.Locale;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.Target;

/**
 * What reads a {@link Metanetwork}'s representation: several labels, the matrix {@code T} of ProbeX; one label;
 * numbers; or the text side of an alignment.
 */
public sealed interface Head {

    /** One linear map of the representation, {@code y = T e}. */
    sealed interface Linear extends Head {

        /** The number of outputs, {@code d_Y} in the paper. */
        int count();

        /** What it reads. */
        Target.Kind kind();

        /** TorchScript of its loss on {@code outputs} and what is known, {@code y}. */
        String loss();

        /** The same of each row {@code [N, outputs]}, not yet averaged. */
        String rowLosses();

        @Override
        default void addTo(ParameterLayout layout, int representation) {
            layout.add(Head.parameters(kind()) + ".weight", Metanetwork.fanIn(representation), count(), representation)
                    .add(Head.parameters(kind()) + ".bias", Metanetwork.fanIn(representation), count());
        }

        @Override
        default long flops(int representation) {
            return 2L * representation * count();
        }

        @Override
        default String script() {
            return """
                    def read(self, c: List[Tensor], e: Tensor) -> Tensor:
                      {named}
                      return self.linear(e, {name}_weight, {name}_bias)
                    def outputs(self, p: Tensor, a: Tensor, b: Tensor) -> Tensor:
                      c = self.cut(p)
                      return self.read(c, self.represent_of(c, a, b))
                    def forward(self, p: Tensor, a: Tensor, b: Tensor, index: Tensor, labels: Tensor, \
                    texts: Tensor) -> Tensor:
                      c = self.cut(p)
                      outputs = self.read(c, self.represent_some(c, a, b, index))
                      y = torch.index_select(labels, 0, index)
                      return {loss}
                    """.replace("{name}", Head.parameters(kind())).replace("{loss}", loss());
        }

        @Override
        default String stackScript() {
            return """
                    def outputs(self, c: List[Tensor], e: Tensor) -> Tensor:
                      {named}
                      return self.linear(e, {name}_weight, {name}_bias)
                    def forward(self, p: Tensor, a: Tensor, b: Tensor, places: Tensor, index: Tensor, labels: Tensor, \
                    texts: Tensor) -> Tensor:
                      c, e = self.read(p, a, b, places)
                      outputs = torch.flatten(self.outputs(c, e), 0, 1)
                      y = torch.index_select(labels, 0, index)
                      return torch.mean({losses}.reshape([p.size(0), -1]), [1])
                    """.replace("{name}", Head.parameters(kind())).replace("{losses}", rowLosses());
        }
    }

    /**
     * Several yes-or-no labels, trained by binary cross-entropy on the logits.
     *
     * @param count number of labels
     */
    record Labels(int count) implements Linear {
        public Labels {
            Check.that(count > 0, "labels: expected 1 label or more, found %d", count);
        }

        @Override
        public Target.Kind kind() {
            return Target.Kind.LABELS;
        }

        @Override
        public String loss() {
            return "torch.binary_cross_entropy_with_logits(outputs, y, None, None, 1)";
        }

        @Override
        public String rowLosses() {
            return "torch.binary_cross_entropy_with_logits(outputs, y, None, None, 0)";
        }
    }

    /**
     * One of several labels, trained by cross-entropy on their scores.
     *
     * @param count number of labels
     */
    record Label(int count) implements Linear {
        public Label {
            Check.that(count > 1, "label: expected 2 labels or more, found %d", count);
        }

        @Override
        public Target.Kind kind() {
            return Target.Kind.LABEL;
        }

        @Override
        public String loss() {
            return "torch.cross_entropy_loss(outputs, y)";
        }

        @Override
        public String rowLosses() {
            return "torch.cross_entropy_loss(outputs, y, None, 0)";
        }
    }

    /**
     * Numbers, trained by the mean squared error.
     *
     * @param count how many
     */
    record Numbers(int count) implements Linear {
        public Numbers {
            Check.that(count > 0, "numbers: expected 1 number or more, found %d", count);
        }

        @Override
        public Target.Kind kind() {
            return Target.Kind.NUMBERS;
        }

        @Override
        public String loss() {
            return "torch.mean(torch.square(outputs - y))";
        }

        @Override
        public String rowLosses() {
            return "torch.square(outputs - y)";
        }
    }

    /**
     * Texts, brought into the representations' space by one linear map; both sides scaled to length 1, trained by
     * cross-entropy over all training texts with the logits {@code scale * cosine}.
     *
     * @param width length of a text's embedding
     * @param scale factor on the cosines; 1 as published, 10 learns faster
     */
    record Text(int width, double scale) implements Head {
        public Text {
            Check.that(
                    width > 0 && scale > 0 && Double.isFinite(scale),
                    "text head: expected a text width of 1 or more and a finite logit scale above 0, found %d and %s",
                    width,
                    scale);
        }

        @Override
        public void addTo(ParameterLayout layout, int representation) {
            layout.add("regression_head.weight", Metanetwork.fanIn(width), representation, width)
                    .add("regression_head.bias", Metanetwork.fanIn(width), representation);
        }

        @Override
        public long flops(int representation) {
            return 0;
        }

        @Override
        public String script() {
            return """
                    def texts(self, p: Tensor, texts: Tensor) -> Tensor:
                      return self.texts_of(self.cut(p), texts)
                    def texts_of(self, c: List[Tensor], texts: Tensor) -> Tensor:
                      {named}
                      return self.unit(self.linear(texts, regression_head_weight, regression_head_bias))
                    def forward(self, p: Tensor, a: Tensor, b: Tensor, index: Tensor, labels: Tensor, \
                    texts: Tensor) -> Tensor:
                      c = self.cut(p)
                      e = self.unit(self.represent_some(c, a, b, index))
                      t = self.texts_of(c, texts)
                      y = torch.index_select(labels, 0, index)
                      return torch.cross_entropy_loss(torch.matmul(e, torch.t(t)) * {scale}, y)
                    """.replace("{scale}", factor());
        }

        @Override
        public String stackScript() {
            return """
                    def texts_of(self, c: List[Tensor], texts: Tensor) -> Tensor:
                      {named}
                      return self.unit(self.linear(texts, regression_head_weight, regression_head_bias))
                    def forward(self, p: Tensor, a: Tensor, b: Tensor, places: Tensor, index: Tensor, labels: Tensor, \
                    texts: Tensor) -> Tensor:
                      c, e = self.read(p, a, b, places)
                      t = self.texts_of(c, texts)
                      cosines = torch.bmm(self.unit(e), torch.transpose(t, 1, 2))
                      y = torch.index_select(labels, 0, index)
                      losses = torch.cross_entropy_loss(torch.flatten(cosines, 0, 1) * {scale}, y, None, 0)
                      return torch.mean(losses.reshape([p.size(0), -1]), [1])
                    """.replace("{scale}", factor());
        }

        private String factor() {
            return String.format(Locale.ROOT, "%.17e", scale);
        }
    }

    /** What the parameters of a head for such targets are called; for {@link Labels} as in the public code. */
    static String parameters(Target.Kind kind) {
        return switch (kind) {
            case LABELS -> "classification_head";
            case LABEL -> "label_head";
            case NUMBERS -> "numbers_head";
        };
    }

    /** The head for a target. */
    static Head of(Target target) {
        return of(target.kind(), target.width());
    }

    /** The head for a target of this kind, with so many outputs. */
    static Head of(Target.Kind kind, int count) {
        return switch (kind) {
            case LABELS -> new Labels(count);
            case LABEL -> new Label(count);
            case NUMBERS -> new Numbers(count);
        };
    }

    /** Adds the head's parameters. */
    void addTo(ParameterLayout layout, int representation);

    /** How many floating-point operations it takes to read one representation, beside comparing it with texts. */
    long flops(int representation);

    /** The head's TorchScript: {@code forward}, the loss, and its own readings. */
    String script();

    /** Its TorchScript for a stack of networks: {@code forward}, the loss of each. */
    String stackScript();
}
