package org.modeljungle.align;

import java.util.List;

/** An aligner that trains another one, and changes the scores of what that has learnt. */
interface AlignerAround extends Aligner {

    /** The other one. */
    Aligner inner();

    @Override
    default String version() {
        return inner().version();
    }

    @Override
    default Object author() {
        return inner().author();
    }

    @Override
    default List<String> layers(AlignmentTask task) {
        return inner().layers(task);
    }
}
