package org.modeljungle.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.modeljungle.Check;

/**
 * A network or formula written as TorchScript text, compiled by the engine without Python.
 *
 * <pre>{@code
 * Script script = Script.compile("square", """
 *     def square(self, x: Tensor) -> Tensor:
 *       return x * x
 *     """);
 * NDArray y = script.call(scope, "square", x);
 * }</pre>
 *
 * <p>One call enters the engine once, whatever number of operations it holds. Calls from several threads are safe.
 * A script lives as long as the process, like a class, and the same text is compiled once.
 */
public final class Script {

    /** By device and text: what was compiled once is not compiled again. */
    private static final Map<String, PtSymbolBlock> COMPILED = new ConcurrentHashMap<>();

    private final String name;
    private final String methods;
    private volatile PtSymbolBlock module; // null until it is compiled

    private Script(String name, String methods) {
        this.name = name;
        this.methods = methods;
    }

    /**
     * Compiles methods written in TorchScript.
     *
     * @param name a name for error messages
     * @param methods {@code def} statements whose first parameter is {@code self} and whose types are all spelled out;
     *     they may call each other as {@code self.other(...)}
     * @throws IllegalArgumentException where the text does not compile, with the engine's message
     */
    public static Script compile(String name, String methods) {
        Script script = lazy(name, methods);
        script.module();
        return script;
    }

    /**
     * The same, compiled at its first call: no engine is started before, and an error in the text is found only then.
     */
    public static Script lazy(String name, String methods) {
        return new Script(name, methods);
    }

    private PtSymbolBlock module() {
        if (module == null) {
            String device = Torch.deviceName(); // whose errors are no errors of the text
            try {
                module = COMPILED.computeIfAbsent(device + "\n" + methods, key -> compile(methods));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("script '" + name + "' does not compile: " + e.getMessage(), e);
            }
        }
        return module;
    }

    /** How many texts were compiled in this process. */
    static int compiled() {
        return COMPILED.size();
    }

    private static PtSymbolBlock compile(String methods) {
        NDManager owner = Torch.lastingScope(); // deliberately never closed: the script lives as long as the process
        try {
            return JniUtils.loadModule(
                    (PtNDManager) owner,
                    new ByteArrayInputStream(ScriptArchive.of(methods)),
                    owner.getDevice().isGpu(),
                    false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    /**
     * Calls a method that returns one tensor, outside any gradient: the result must not be changed in place, nor enter
     * a gradient.
     *
     * @param scope who owns the result
     * @param method the method's name
     * @param arguments tensors ({@link NDArray}), arrays of them for lists, whole numbers, floating-point numbers and
     *     booleans, as the method declares them
     * @throws IllegalArgumentException if an argument is none of these
     */
    public NDArray call(NDManager scope, String method, Object... arguments) {
        try (Values values = new Values(arguments);
                IValue result = IValueUtils.runMethod(module(), method, values.all)) {
            return result.toTensor((PtNDManager) scope);
        }
    }

    /**
     * Calls the method named {@code forward}, which takes tensors alone and returns one: the only call that can be
     * differentiated ({@link Gradient}).
     */
    public NDArray forward(NDManager scope, NDArray... arguments) {
        NDList outputs = IValueUtils.forward(module(), new NDList(arguments), true);
        NDArray output = outputs.singletonOrThrow();
        output.attach(scope);
        return output;
    }

    /** Calls a method that returns a list of tensors, outside any gradient; the scope owns them. */
    public NDArray[] callList(NDManager scope, String method, Object... arguments) {
        try (Values values = new Values(arguments);
                IValue result = IValueUtils.runMethod(module(), method, values.all)) {
            return result.toTensorArray((PtNDManager) scope);
        }
    }

    @Override
    public String toString() {
        return "script '" + name + "'";
    }

    /** The arguments of one call, closed after it. */
    private static final class Values implements AutoCloseable {
        final IValue[] all;

        Values(Object... arguments) {
            all = Arrays.stream(arguments).map(Values::of).toArray(IValue[]::new);
        }

        private static IValue of(Object argument) {
            if (argument instanceof PtNDArray tensor) {
                return IValue.from(tensor);
            }
            if (argument instanceof NDArray[] tensors) {
                return IValue.listFrom(Arrays.copyOf(tensors, tensors.length, PtNDArray[].class));
            }
            if (argument instanceof Long || argument instanceof Integer) {
                return IValue.from(((Number) argument).longValue());
            }
            if (argument instanceof Double || argument instanceof Float) {
                return IValue.from(((Number) argument).doubleValue());
            }
            Check.that(
                    argument instanceof Boolean,
                    "script argument: expected a tensor, an array of them, a number or a boolean, found %s",
                    argument == null ? "null" : argument.getClass().getName());
            return IValue.from((boolean) argument);
        }

        @Override
        public void close() {
            for (IValue value : all) {
                value.close();
            }
        }
    }
}
