package org.modeljungle.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Progress;
import org.modeljungle.weights.ModelCard;

/** Takes what weight files say of themselves into what is known of the models. */
final class Cards {

    private Cards() {}

    static List<Model> read(Models models) {
        List<ModelCard> cards = new ArrayList<>();
        try (Progress progress = Progress.of("reading what files say of themselves", models.size())) {
            for (Model model : models) {
                cards.add(ModelCard.read(model.file()));
                progress.step();
            }
        }
        Set<String> numeric = numeric(cards);
        List<Model> more = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            more.add(with(models.get(i), cards.get(i), numeric));
        }
        return more;
    }

    /** The keys whose values are numbers in all cards that have them. */
    private static Set<String> numeric(List<ModelCard> cards) {
        Set<String> numeric = new LinkedHashSet<>();
        cards.forEach(card -> numeric.addAll(card.hyperParameters().keySet()));
        for (ModelCard card : cards) {
            numeric.removeIf(key -> card.find(key)
                    .map(TableCell::guessed)
                    .filter(cell -> cell.number().isEmpty())
                    .isPresent());
        }
        return numeric;
    }

    /** What is known already stays. */
    private static Model with(Model model, ModelCard card, Set<String> numeric) {
        Model more = model;
        if (more.classes().isEmpty() && card.find(ModelCard.CLASSES).isPresent()) {
            more = more.withClasses(card.classes());
        }
        if (more.caption().isEmpty() && card.find(ModelCard.CAPTION).isPresent()) {
            more = more.withCaption(card.caption());
        }
        for (Map.Entry<String, String> remark : card.hyperParameters().entrySet()) {
            String key = remark.getKey();
            if (model.number(key).isEmpty() && model.field(key).isEmpty()) {
                more = numeric.contains(key)
                        ? more.withNumber(key, card.number(key))
                        : more.withField(key, remark.getValue());
            }
        }
        return more;
    }
}
