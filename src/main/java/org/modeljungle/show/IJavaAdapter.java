package org.modeljungle.show;

import io.github.spencerpark.jupyter.channels.ReplyEnvironment;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.DisplayStream;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.lang.reflect.Field;
import java.util.function.Consumer;

/** The kernel IJava. Only this class knows its interfaces: load it only where it is there. */
final class IJavaAdapter implements NotebookKernel {

    private final BaseKernel kernel;

    IJavaAdapter(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** The kernel that runs this program, or null. IJava is no library to compile against, so it is asked by name. */
    static NotebookKernel current() throws ReflectiveOperationException {
        Object running = Class.forName("io.github.spencerpark.ijava.IJava")
                .getMethod("getKernelInstance")
                .invoke(null);
        return running instanceof BaseKernel base ? new IJavaAdapter(base) : null;
    }

    @Override
    public Object kernel() {
        return kernel;
    }

    @Override
    public boolean attached() {
        return kernel.getIO().display.isAttached();
    }

    @Override
    public Consumer<Payload> display(String id, Payload payload) {
        DisplayStream stream = kernel.getIO().display;
        stream.display(data(id, payload));
        ReplyEnvironment cell = runningCell(stream);
        return changed -> {
            if (stream.isAttached() || cell == null) {
                stream.updateDisplay(data(id, changed)); // in the name of the cell that runs now: found by its id
            } else {
                cell.publish(new PublishUpdateDisplayData(data(id, changed)));
            }
        };
    }

    /**
     * The way back to the cell that runs, or null. The kernel forgets it when the cell ends and keeps it to itself
     * before, yet a stopped job says so only after its cell has ended.
     */
    private static ReplyEnvironment runningCell(DisplayStream stream) {
        try {
            Field field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            return (ReplyEnvironment) field.get(stream);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null; // another version: then updates arrive as long as some cell runs
        }
    }

    @Override
    public <T> void register(Class<T> type) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring(Payload.HTML, Payload.PNG, Payload.TEXT)
                .register((value, context) -> render(Payload.of(value), context));
    }

    private static void render(Payload payload, RenderContext context) {
        payload.data().forEach((type, form) -> context.renderIfRequested(MIMEType.parse(type), () -> form));
        DisplayData out = context.getOutputContainer();
        payload.metadata().forEach(out::putMetaData);
        out.putData(Payload.TEXT, payload.data().get(Payload.TEXT));
    }

    private static DisplayData data(String id, Payload payload) {
        DisplayData data = new DisplayData();
        payload.data().forEach(data::putData);
        payload.metadata().forEach(data::putMetaData);
        data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
        return data;
    }
}
