package org.modeljungle.align;

import java.util.List;
import org.modeljungle.nets.Epochs;

/** An alignment with another one's vectors, whose scores it changes. */
interface AlignmentAround extends Alignment {

    /** The other one. */
    Alignment inner();

    @Override
    default int models() {
        return inner().models();
    }

    @Override
    default float[][] modelVectors(int... chosen) {
        return inner().modelVectors(chosen);
    }

    @Override
    default float[][] textVectors(List<String> captions) {
        return inner().textVectors(captions);
    }

    @Override
    default long parameters() {
        return inner().parameters();
    }

    @Override
    default long flops() {
        return inner().flops();
    }

    @Override
    default List<Epochs.Evaluation> history() {
        return inner().history();
    }
}
