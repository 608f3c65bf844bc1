package org.modeljungle.probing;

import org.modeljungle.store.Target;

/**
 * What a {@link Method} is trained to make small. One of your own is a record with this method: its components are its
 * settings, and in a cell of a notebook it takes part in every experiment through {@link ZooTask#withLoss}.
 */
public interface Loss {

    /**
     * TorchScript: {@code loss(self, z: Tensor, targets: Tensor) -> Tensor}, from outputs {@code [batch, width]} and
     * what is known to their mean loss. Of one label {@code targets} are the labels' places, whole numbers {@code
     * [batch]}; of several labels they are 0 or 1, of numbers their values, both {@code [batch, width]}.
     */
    String script();

    /** The usual one for a kind of target. */
    static Loss of(Target.Kind kind) {
        return switch (kind) {
            case LABELS -> new BinaryCrossEntropy();
            case LABEL -> new CrossEntropy();
            case NUMBERS -> new SquaredError();
        };
    }

    /** The cross-entropy of one label, the outputs being logits. */
    record CrossEntropy() implements Loss {
        @Override
        public String script() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      return torch.neg(torch.mean(torch.gather(torch.log_softmax(z, 1), 1, torch.unsqueeze(targets, 1))))
                    """;
        }
    }

    /** The binary cross-entropy of several labels, the outputs being logits. */
    record BinaryCrossEntropy() implements Loss {
        @Override
        public String script() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      return torch.binary_cross_entropy_with_logits(z, targets, None, None, 1)
                    """;
        }
    }

    /** The squared error of numbers in their own units. */
    record SquaredError() implements Loss {
        @Override
        public String script() {
            return """
                    def loss(self, z: Tensor, targets: Tensor) -> Tensor:
                      d = z - targets
                      return torch.mean(d * d)
                    """;
        }
    }
}
