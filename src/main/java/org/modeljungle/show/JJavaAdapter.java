package org.modeljungle.show;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/**
 * The kernel JJava. Only this class and {@link NotebookExtension} know its interfaces: load it only where it is there.
 */
final class JJavaAdapter implements NotebookKernel {

    private final BaseKernel kernel;

    JJavaAdapter(BaseKernel kernel) {
        this.kernel = kernel;
    }

    /** The kernel that runs this program, or null. */
    static NotebookKernel current() {
        try {
            return new JJavaAdapter(BaseKernel.notebookKernel());
        } catch (NullPointerException e) {
            return null; // this is how JJava says that it does not run
        }
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

    /** JJava keeps the class files of cells in its class loader, and to itself. */
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
