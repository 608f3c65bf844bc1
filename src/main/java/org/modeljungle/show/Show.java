package org.modeljungle.show;

import java.util.UUID;
import org.modeljungle.help.Manual;
import org.modeljungle.help.Page;
import org.modeljungle.kernel.Calmly;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.Payload;

/**
 * Shows things below the running cell: {@code import static org.modeljungle.show.Show.*;}.
 *
 * <p>Outside a notebook the same calls print text.
 */
public final class Show {

    private Show() {}

    /**
     * Shows each of {@code things}: charts, image grids, pictures, tables, cards, run records, text, and anything else
     * by its {@code toString()}. Returns nothing, so that a notebook prints no result below the picture.
     */
    public static void show(Object... things) {
        if (things == null) {
            showOne(null);
            return;
        }
        for (Object thing : things) {
            showOne(thing);
        }
    }

    /**
     * What {@link #show} shows of a thing as a picture, to save for a paper or a slide: the drawing of a chart or of
     * anything else that has one; of tables, cards and all else their text, in letters of one width.
     *
     * <pre>{@code
     * picture(outcomes.table()).save(Path.of("table.png"));
     * }</pre>
     */
    public static Picture picture(Object thing) {
        return Payloads.picture(thing);
    }

    /**
     * Shows the documentation of a class of the library: what it is, its constructors or components, and its methods.
     *
     * @param type the class; one of another library is answered with a word about it
     */
    public static void help(Class<?> type) {
        display(Manual.of(type));
    }

    /**
     * Shows the documentation of what has a name: a class ({@code help("ProbeX")}), a class within another
     * ({@code help("ProbeX.Settings")}) or methods ({@code help("WeightTask.of")}).
     */
    public static void help(String name) {
        display(Manual.of(name));
    }

    /** Shows the documentation of a value's class. */
    public static void help(Object value) {
        help(value == null ? Void.class : value.getClass());
    }

    private static void display(Page page) {
        display(Payload.html(page.html(), page.text()));
    }

    private static void showOne(Object thing) {
        display(Payloads.of(thing));
    }

    private static void display(Payload payload) {
        NotebookKernel kernel = Notebook.attached();
        if (kernel == null) {
            System.out.println(payload.data().get(Payload.TEXT));
        } else {
            Calmly.run(() -> kernel.display(UUID.randomUUID().toString(), payload));
        }
    }
}
