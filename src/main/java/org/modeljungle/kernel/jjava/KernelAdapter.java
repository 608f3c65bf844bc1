package org.modeljungle.kernel.jjava;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;
import org.modeljungle.kernel.Calmly;
import org.modeljungle.kernel.CellMemory;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.Payload;

/** The kernel, as the library sees it. */
public final class KernelAdapter implements NotebookKernel {

    private final BaseKernel kernel;

    /** An adapter of a kernel. */
    public KernelAdapter(BaseKernel kernel) {
        this.kernel = kernel;
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
            if (cell == null) {
                stream.updateDisplay(data(id, changed));
            } else {
                Calmly.run(() -> cell.publish(new PublishUpdateDisplayData(data(id, changed))));
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

    /** The kernel keeps the class files of cells in its class loader, and to itself. */
    @Override
    public Optional<byte[]> classFile(Class<?> type) {
        try {
            ClassLoader loader = type.getClassLoader();
            Object kept = value(value(loader, "this$0"), "declaredClasses");
            return kept instanceof Map<?, ?> files && files.get(type.getName()) instanceof byte[] bytes
                    ? Optional.of(bytes.clone())
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty(); // another version: then experiments ask for a version of the code
        }
    }

    private static Object value(Object of, String field) throws ReflectiveOperationException {
        Field found = of.getClass().getDeclaredField(field);
        found.setAccessible(true);
        return found.get(of);
    }

    @Override
    public <T> void register(Class<T> type, Function<Object, Payload> view) {
        kernel.getRenderer()
                .createRegistration(type)
                .preferring(Payload.HTML, Payload.PNG, Payload.TEXT)
                .register((value, context) -> render(view.apply(value), context));
    }

    @Override
    public void watch(CellMemory.Answer held) {
        Watch.start(kernel, held);
    }

    @Override
    public void unwatch() {
        Watch.end();
    }

    private static void render(Payload payload, RenderContext context) {
        payload.data().forEach((type, form) -> context.renderIfRequested(MIMEType.parse(type), () -> form));
        DisplayData out = context.getOutputContainer();
        payload.metadata().forEach(out::putMetaData);
        out.putData(Payload.TEXT, payload.data().get(Payload.TEXT));
    }

    /** A payload as the kernel sends it, under a name. */
    static DisplayData data(String id, Payload payload) {
        DisplayData data = new DisplayData();
        payload.data().forEach(data::putData);
        payload.metadata().forEach(data::putMetaData);
        data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
        return data;
    }
}
