package org.modeljungle.show;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** The kernel JJava. Only this class and {@link NotebookExtension} know its interfaces: load it only where it is there. */
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
    public void display(String id, Payload payload) {
        kernel.getIO().display.display(data(id, payload));
    }

    @Override
    public void update(String id, Payload payload) {
        kernel.getIO().display.updateDisplay(data(id, payload));
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
