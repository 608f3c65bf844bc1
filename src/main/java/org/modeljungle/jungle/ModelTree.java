package org.modeljungle.jungle;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.ConvolutionView;
import org.modeljungle.layers.LayerBank;

/**
 * One ancestor and all models fine-tuned from it.
 *
 * @param ancestor the ancestor's weights
 * @param models the children, by index
 */
public record ModelTree(Path ancestor, List<Model> models) {

    /**
     * One fine-tuned model.
     *
     * @param id its name in the jungle, for example {@code model_idx_0017}
     * @param split train, val, test, val_holdout or test_holdout
     * @param caption what it was taught to draw
     * @param file its weights
     */
    public record Model(String id, String split, String caption, Path file) {}

    public ModelTree {
        models = List.copyOf(models);
    }

    /** What each model was taught, by index. */
    public List<String> captions() {
        return models.stream().map(Model::caption).toList();
    }

    /** The names of the models, by index. */
    public List<String> ids() {
        return models.stream().map(Model::id).toList();
    }

    /** One layer of all models, [models, rows, cols]. @throws IllegalArgumentException for a layer that isn't there */
    public LayerBank bank(String layer) {
        return LayerBank.read(files(), layer);
    }

    /** Every layer of all models, by name, convolutions as {@link ConvolutionView#FILTERS}. */
    public Map<String, LayerBank> banks() {
        return banks(ConvolutionView.FILTERS);
    }

    /** Every layer of all models, by name. */
    public Map<String, LayerBank> banks(ConvolutionView view) {
        return LayerBank.readAll(files(), view);
    }

    private List<Path> files() {
        return models.stream().map(Model::file).toList();
    }
}
