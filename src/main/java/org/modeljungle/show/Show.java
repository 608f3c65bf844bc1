package org.modeljungle.show;

import java.util.UUID;
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

    private static void showOne(Object thing) {
        NotebookKernel kernel = Notebook.attached();
        Payload payload = Payloads.of(thing);
        if (kernel == null) {
            System.out.println(payload.data().get(Payload.TEXT));
        } else {
            kernel.display(UUID.randomUUID().toString(), payload);
        }
    }
}
