package org.modeljungle.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.weights.NaturalOrder;

/** Makes targets of what is known of models. */
final class Targets {

    private Targets() {}

    static ClassTarget classes(Models models, Optional<List<String>> given) {
        List<List<String>> known = models.classes();
        List<String> names = given.orElseGet(
                () -> sorted(known.stream().flatMap(List::stream).toList()));
        Check.that(
                !names.isEmpty(),
                "%s: expected models that know a class, found none among its %d",
                models.source(),
                models.size());
        float[][] labels = new float[known.size()][names.size()];
        for (int i = 0; i < labels.length; i++) {
            for (String name : known.get(i)) {
                int k = names.indexOf(name);
                Check.that(
                        k >= 0,
                        "model '%s' of %s: expected classes of %s, found '%s'",
                        models.get(i).id(),
                        models.source(),
                        names,
                        name);
                labels[i][k] = 1;
            }
        }
        return new ClassTarget(names, labels);
    }

    static LabelTarget label(Models models, String name) {
        for (Model model : models) {
            Check.that(
                    model.number(name).isEmpty(),
                    "model '%s' of %s: expected a text '%s' as its label, found the number %s; numberTarget(\"%s\")"
                            + " reads"
                            + " numbers",
                    model.id(),
                    models.source(),
                    name,
                    model.numbers().get(name),
                    name);
        }
        return label(models, name, model -> text(model, name));
    }

    static LabelTarget label(Models models, String what, Function<Model, Optional<String>> label) {
        List<String> labels = models.known(what, label);
        List<String> names = sorted(labels);
        Check.that(
                names.size() > 1,
                "%s: expected 2 different labels '%s' or more, found %s",
                models.source(),
                what,
                names);
        return new LabelTarget(names, labels.stream().mapToInt(names::indexOf).toArray());
    }

    private static Optional<String> text(Model model, String name) {
        return switch (name) {
            case "split" -> model.split();
            case "tree" -> model.tree();
            case "caption" -> model.caption();
            default -> model.field(name);
        };
    }

    static NumberTarget numbers(Models models, String... names) {
        float[][] rows = new float[models.size()][names.length];
        for (int k = 0; k < names.length; k++) {
            double[] column = models.numbers(names[k]);
            for (int i = 0; i < column.length; i++) {
                rows[i][k] = (float) column[i];
            }
        }
        return new NumberTarget(List.of(names), rows);
    }

    private static List<String> sorted(Collection<String> names) {
        TreeSet<String> sorted = new TreeSet<>(NaturalOrder.NATURAL);
        sorted.addAll(names);
        return new ArrayList<>(sorted);
    }
}
