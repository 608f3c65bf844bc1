package org.modeljungle.store;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;

/**
 * What a table says of one model.
 *
 * @param where the table and the line, for messages
 * @param cells those that are not empty, by column
 */
record TableRow(String where, Map<String, TableCell> cells) {

    static final String ID = "id";
    static final String FILE = "file";
    static final String CLASSES = "classes";

    private static final Set<String> KNOWN = Set.of(ID, FILE, "split", "tree", CLASSES, "caption");

    static boolean isKnown(String column) {
        return KNOWN.contains(column);
    }

    boolean has(String column) {
        return cells.containsKey(column);
    }

    /** @param numeric the columns that hold numbers */
    Model model(Path folder, Set<String> numeric) {
        Path file = file(folder);
        Model model = Model.of(has(ID) ? text(ID) : FileNames.below(folder, file), file);
        model = has("split") ? model.withSplit(text("split")) : model;
        model = has("tree") ? model.withTree(text("tree")) : model;
        model = has("caption") ? model.withCaption(text("caption")) : model;
        model = has(CLASSES) ? model.withClasses(classes(cells.get(CLASSES))) : model;
        for (String column : cells.keySet()) {
            if (numeric.contains(column)) {
                model = model.withNumber(column, cells.get(column).number().orElseThrow());
            } else if (!isKnown(column)) {
                model = model.withField(column, text(column));
            }
        }
        return model;
    }

    private String text(String column) {
        TableCell cell = cells.get(column);
        check(cell.list().isEmpty(), column, "a text or a number", cell.text());
        return cell.text();
    }

    private Path file(Path folder) {
        Check.that(
                has(FILE) || has(ID),
                "%s: expected a '%s' or an '%s', found neither; every model has one",
                where,
                FILE,
                ID);
        String name = has(FILE) ? text(FILE) : text(ID) + FileNames.ENDING;
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(message(has(FILE) ? FILE : ID, "the path of a file", name), e);
        }
    }

    private List<String> classes(TableCell cell) {
        List<String> names = cell.list().orElseGet(() -> parsed(cell.text()));
        for (String name : names) {
            check(!name.isBlank(), CLASSES, "names separated by ';', or a list of them", cell.text());
        }
        check(new HashSet<>(names).size() == names.size(), CLASSES, "each class once", cell.text());
        return names;
    }

    private List<String> parsed(String text) {
        if (!text.startsWith("[")) {
            List<String> names = new ArrayList<>();
            Arrays.stream(text.split(";", -1)).map(String::strip).forEach(names::add);
            return names;
        }
        try {
            return StringLists.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s, column '%s': %s".formatted(where, CLASSES, e.getMessage()), e);
        }
    }

    void check(boolean right, String column, String expected, String found) {
        if (!right) {
            throw new IllegalArgumentException(message(column, expected, found));
        }
    }

    private String message(String column, String expected, String found) {
        return "%s, column '%s': expected %s, found '%s'; correct it, or leave it empty where it is unknown"
                .formatted(where, column, expected, found);
    }
}
