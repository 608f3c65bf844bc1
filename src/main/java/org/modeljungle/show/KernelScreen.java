package org.modeljungle.show;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.modeljungle.ProgressView;
import org.modeljungle.Screen;
import org.modeljungle.kernel.Calmly;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.Payload;

/**
 * Progress bars below the cell that runs.
 *
 * <p>A kernel sends output in the name of the cell that runs, from whichever thread, and throws it away between cells.
 * So a bar is put up when its job starts, in the thread of its cell, and keeps its way back to that cell.
 *
 * <p>A page that is opened again while a cell runs shows what was saved, and is told nothing more of that cell. So that
 * no bar pretends to go on, one that has not changed for {@value #QUIET} seconds says since when: each change puts
 * the animation that shows these words back to its start.
 */
final class KernelScreen implements Screen {

    static final int QUIET = 20; // seconds
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final NotebookKernel kernel;
    private final Map<String, Consumer<Payload>> open = new ConcurrentHashMap<>();

    KernelScreen(NotebookKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        if (!kernel.attached()) {
            return false;
        }
        Calmly.run(() -> open.put(id, kernel.display(id, payload(view))));
        return true;
    }

    @Override
    public void change(String id, ProgressView view) {
        Consumer<Payload> bar = view.closed() ? open.remove(id) : open.get(id);
        Calmly.run(() -> bar.accept(payload(view)));
    }

    private static Payload payload(ProgressView view) {
        return Payload.html(html(view, LocalTime.now(ZoneId.systemDefault())), view.text());
    }

    /** The bar as it is at {@code now}, with those of the jobs within it below. */
    static String html(ProgressView view, LocalTime now) {
        return bar(view) + (view.closed() ? "" : quiet(now));
    }

    private static String bar(ProgressView view) {
        String color = !view.closed() ? "#0072B2" : view.complete() ? "#009E73" : "#D55E00";
        StringBuilder inner = new StringBuilder();
        view.inner().forEach(job -> inner.append(bar(job)));
        String below = inner.isEmpty() ? "" : "<div style=\"margin-left:24px\">" + inner + "</div>";
        String length = Html.format(
                "<span aria-hidden=\"true\" style=\"display:inline-block;width:200px;height:8px;"
                        + "border-radius:4px;background:rgba(128,128,128,.3);overflow:hidden\">"
                        + "<span style=\"display:block;height:8px;width:%.1f%%;background:%s\"></span></span>",
                100 * view.fraction(), color);
        return Html.format(
                        "<div style=\"%s;display:flex;align-items:center;gap:10px;flex-wrap:wrap\">"
                                + "<span style=\"font-weight:600\">%s</span>%s"
                                + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>",
                        Html.FONT, Html.escape(view.title()), view.hasBar() ? length : "", Html.escape(view.status()))
                + LiveCurves.html(view.curves())
                + below;
    }

    /** What a bar says once it has not changed for a while; hidden till then. */
    private static String quiet(LocalTime now) {
        return Html.format(
                "<style>@keyframes modeljungle-quiet{to{visibility:visible;font-size:13px}}</style>"
                        + "<div style=\"%s;visibility:hidden;font-size:0;animation:modeljungle-quiet 0s %ds forwards\">"
                        + "(unchanged since %s; if you reopened this page, it gets no more news of this cell: run the"
                        + " cell again once the kernel is idle)</div>",
                Html.FONT, QUIET, CLOCK.format(now));
    }
}
