package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;

/**
 * Models and their captions, to be brought into one space.
 *
 * @param banks the layers that may be read, by name, each of all models
 * @param captions one for each model
 * @param split which models to learn from, to choose by and to ask about
 * @param encoder of texts
 */
public record AlignmentTask(Map<String, LayerBank> banks, List<String> captions, Split split, TextEncoder encoder) {

    /** Copies, and checks that each model has a caption. */
    public AlignmentTask {
        banks = new LinkedHashMap<>(banks);
        captions = List.copyOf(captions);
        Check.that(!banks.isEmpty(), "alignment task: expected 1 layer or more, found none");
        for (LayerBank bank : banks.values()) {
            Check.that(
                    bank.models() == captions.size(),
                    "alignment task: expected a caption for each of the %d models of layer '%s', found %d",
                    bank.models(),
                    bank.layer(),
                    captions.size());
        }
    }

    /** The same models, split in another way. */
    public AlignmentTask withSplit(Split other) {
        return new AlignmentTask(banks, captions, other, encoder);
    }

    /** One layer of all models. @throws IllegalArgumentException if there is no such layer */
    public LayerBank bank(String layer) {
        LayerBank bank = banks.get(layer);
        Check.that(bank != null, "alignment task: expected one of the layers %s, found '%s'", banks.keySet(), layer);
        return bank;
    }
}
