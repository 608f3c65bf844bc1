package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.LayerSize;

/** An {@link AlignmentAround} without the models that it was trained on. */
interface ReaderAround extends AlignmentReader {

    /** The name of the other one's part in the settings of a file. */
    String PART = "reader";

    /** The other one. */
    AlignmentReader inner();

    @Override
    default List<LayerSize> layers() {
        return inner().layers();
    }

    @Override
    default float[][] modelVectors(Map<String, LayerBank> models) {
        return inner().modelVectors(models);
    }

    @Override
    default float[][] textVectors(List<String> captions) {
        return inner().textVectors(captions);
    }

    @Override
    default Optional<Metanetwork> network() {
        return inner().network();
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
    default TextEncoder encoder() {
        return inner().encoder();
    }
}
