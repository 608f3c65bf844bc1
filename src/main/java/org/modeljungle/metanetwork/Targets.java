package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.layers.Indices;
import org.modeljungle.tensor.Tensors;

/** What a {@link Metanetwork} learns to predict of its training models. */
public sealed interface Targets {

    /** Both as tensors on the device; an empty one where there is none. */
    record OnDevice(NDArray labels, NDArray texts) {}

    /**
     * Yes-or-no labels, for {@link Head.Labels}.
     *
     * @param labels 0 or 1 // [models, labels]
     */
    record Labels(float[][] labels) implements Targets {
        /** Checks that all are 0 or 1. */
        public Labels {
            for (float[] row : labels) {
                for (float label : row) {
                    Check.that(label == 0 || label == 1, "targets: expected labels of 0 or 1, found %s", label);
                }
            }
        }

        @Override
        public int models() {
            return labels.length;
        }

        @Override
        public void check(Metanetwork network) {
            for (float[] row : labels) {
                Check.that(
                        network.head() instanceof Head.Labels own && own.count() == row.length,
                        "%s: expected targets for %s, found a row of %d labels",
                        network.name(),
                        network.head(),
                        row.length);
            }
        }

        @Override
        public OnDevice on(NDManager scope) {
            return new OnDevice(Tensors.of(scope, labels), scope.create(new Shape(0)));
        }
    }

    /**
     * One of several labels each, for {@link Head.Label}.
     *
     * @param labels from 0 on // [models]
     */
    record Label(int[] labels) implements Targets {
        @Override
        public int models() {
            return labels.length;
        }

        @Override
        public void check(Metanetwork network) {
            for (int label : labels) {
                Check.that(
                        network.head() instanceof Head.Label own && label >= 0 && label < own.count(),
                        "%s: expected targets for %s, found label %d",
                        network.name(),
                        network.head(),
                        label);
            }
        }

        @Override
        public OnDevice on(NDManager scope) {
            return new OnDevice(Tensors.indices(scope, labels), scope.create(new Shape(0)));
        }
    }

    /**
     * Numbers, for {@link Head.Numbers}.
     *
     * @param numbers of about the size of 1 // [models, numbers]
     */
    record Numbers(float[][] numbers) implements Targets {
        @Override
        public int models() {
            return numbers.length;
        }

        @Override
        public void check(Metanetwork network) {
            for (float[] row : numbers) {
                Check.that(
                        network.head() instanceof Head.Numbers own && own.count() == row.length,
                        "%s: expected targets for %s, found a row of %d numbers",
                        network.name(),
                        network.head(),
                        row.length);
            }
        }

        @Override
        public OnDevice on(NDManager scope) {
            return new OnDevice(Tensors.of(scope, numbers), scope.create(new Shape(0)));
        }
    }

    /**
     * One text each, for {@link Head.Text}.
     *
     * @param textOf the index of each model's text // [models]
     * @param texts the embeddings of all training texts // [texts, width]
     */
    record Texts(int[] textOf, float[][] texts) implements Targets {
        /** Checks that every model's text is there. */
        public Texts {
            Indices.check("targets: texts of models", textOf, texts.length);
        }

        @Override
        public int models() {
            return textOf.length;
        }

        @Override
        public void check(Metanetwork network) {
            for (float[] row : texts) {
                Check.that(
                        network.head() instanceof Head.Text own && own.width() == row.length,
                        "%s: expected targets for %s, found a text of %d numbers",
                        network.name(),
                        network.head(),
                        row.length);
            }
        }

        @Override
        public OnDevice on(NDManager scope) {
            return new OnDevice(Tensors.indices(scope, textOf), Tensors.of(scope, texts));
        }
    }

    /** The number of models. */
    int models();

    /** Throws unless these are targets for {@code network}. */
    void check(Metanetwork network);

    /** As tensors that {@code scope} owns. */
    OnDevice on(NDManager scope);
}
