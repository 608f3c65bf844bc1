package org.modeljungle.metanetwork;

import java.util.Locale;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.store.Target;

/**
 * What reads a {@link Metanetwork}'s representation: several labels, the matrix {@code T} of ProbeX; one label; numbers; or the
 * text side of an alignment.
 */
public sealed interface Head {

    /**
     * Several yes-or-no labels, {@code y = T e}, trained by binary cross-entropy on the logits.
     *
     * @param count number of labels, {@code d_Y} in the paper
     */
    record Labels(int count) implements Head {
        public Labels {
            Check.that(count > 0, "labels: expected 1 label or more, found %d", count);
        }

        @Override
        public void addTo(ParameterLayout layout, int representation) {
            addLinear(layout, LABELS_HEAD, representation, count);
        }

        @Override
        public long flops(int representation) {
            return 2L * representation * count;
        }

        @Override
        public String script() {
            return linear(LABELS_HEAD, "torch.binary_cross_entropy_with_logits(outputs, y, None, None, 1)");
        }
    }

    /**
     * One of several labels, {@code y = T e}, trained by cross-entropy on these scores.
     *
     * @param count number of labels
     */
    record Label(int count) implements Head {
        public Label {
            Check.that(count > 1, "label: expected 2 labels or more, found %d", count);
        }

        @Override
        public void addTo(ParameterLayout layout, int representation) {
            addLinear(layout, LABEL_HEAD, representation, count);
        }

        @Override
        public long flops(int representation) {
            return 2L * representation * count;
        }

        @Override
        public String script() {
            return linear(LABEL_HEAD, "torch.cross_entropy_loss(outputs, y)");
        }
    }

    /**
     * Numbers, {@code y = T e}, trained by the mean squared error.
     *
     * @param count how many
     */
    record Numbers(int count) implements Head {
        public Numbers {
            Check.that(count > 0, "numbers: expected 1 number or more, found %d", count);
        }

        @Override
        public void addTo(ParameterLayout layout, int representation) {
            addLinear(layout, NUMBERS_HEAD, representation, count);
        }

        @Override
        public long flops(int representation) {
            return 2L * representation * count;
        }

        @Override
        public String script() {
            return linear(NUMBERS_HEAD, "torch.mean(torch.square(outputs - y))");
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
                    def forward(self, p: Tensor, a: Tensor, b: Tensor, index: Tensor, labels: Tensor, texts: Tensor) -> Tensor:
                      c = self.cut(p)
                      e = self.unit(self.represent_some(c, a, b, index))
                      t = self.texts_of(c, texts)
                      y = torch.index_select(labels, 0, index)
                      return torch.cross_entropy_loss(torch.matmul(e, torch.t(t)) * {scale}, y)
                    """.replace("{scale}", String.format(Locale.ROOT, "%.17e", scale));
        }
    }

    /** The name of the parameters of {@link Labels}, as in the public code. */
    String LABELS_HEAD = "classification_head";

    /** The name of the parameters of {@link Label}. */
    String LABEL_HEAD = "label_head";

    /** The name of the parameters of {@link Numbers}. */
    String NUMBERS_HEAD = "numbers_head";

    /** The head for a target. */
    static Head of(Target target) {
        return switch (target.kind()) {
            case LABELS -> new Labels(target.width());
            case LABEL -> new Label(target.width());
            case NUMBERS -> new Numbers(target.width());
        };
    }

    /** Adds the head's parameters. */
    void addTo(ParameterLayout layout, int representation);

    /** How many floating-point operations it takes to read one representation, beside comparing it with texts. */
    long flops(int representation);

    /** The head's TorchScript: {@code forward}, the loss, and its own readings. */
    String script();

    private static void addLinear(ParameterLayout layout, String name, int representation, int count) {
        layout.add(name + ".weight", Metanetwork.fanIn(representation), count, representation)
                .add(name + ".bias", Metanetwork.fanIn(representation), count);
    }

    /** The TorchScript of a linear map of the representation, and of its loss on {@code outputs} and what is known, {@code y}. */
    private static String linear(String name, String loss) {
        return """
                def read(self, c: List[Tensor], e: Tensor) -> Tensor:
                  {named}
                  return self.linear(e, {name}_weight, {name}_bias)
                def outputs(self, p: Tensor, a: Tensor, b: Tensor) -> Tensor:
                  c = self.cut(p)
                  return self.read(c, self.represent_of(c, a, b))
                def forward(self, p: Tensor, a: Tensor, b: Tensor, index: Tensor, labels: Tensor, texts: Tensor) -> Tensor:
                  c = self.cut(p)
                  outputs = self.read(c, self.represent_some(c, a, b, index))
                  y = torch.index_select(labels, 0, index)
                  return {loss}
                """.replace("{name}", name).replace("{loss}", loss);
    }
}
