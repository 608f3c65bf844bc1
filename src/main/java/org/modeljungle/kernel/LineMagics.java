package org.modeljungle.kernel;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Adds a line magic to a kernel. JJava and IJava take it alike, by other names, so that it is added by name. */
public final class LineMagics {

    private static final Set<String> REGISTRIES = Set.of("getMagicsRegistry", "getMagics"); // of JJava, of IJava
    private static final String REGISTER = "registerLineMagic";

    private LineMagics() {}

    /**
     * Adds it.
     *
     * @param name how it is called, without the percent sign
     * @param magic what it does with the words behind its name
     * @throws IllegalStateException if this version of the kernel takes none
     */
    public static void add(Object kernel, String name, Consumer<List<String>> magic) {
        try {
            Object registry = find(kernel, REGISTRIES).invoke(kernel);
            Method register = find(registry, Set.of(REGISTER));
            Class<?> form = register.getParameterTypes()[1];
            InvocationHandler handler = (self, method, arguments) -> call(self, method, arguments, magic);
            register.invoke(
                    registry, name, Proxy.newProxyInstance(form.getClassLoader(), new Class<?>[] {form}, handler));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of the kernel takes no line magic", e);
        }
    }

    private static Method find(Object of, Set<String> names) throws NoSuchMethodException {
        return Arrays.stream(of.getClass().getMethods())
                .filter(method -> names.contains(method.getName()))
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException(of.getClass() + " has none of " + names));
    }

    /** The words are the last argument, in both kernels. */
    private static Object call(Object self, Method method, Object[] arguments, Consumer<List<String>> magic) {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> "a line magic";
            };
        }
        List<?> words = (List<?>) arguments[arguments.length - 1];
        magic.accept(words.stream().map(String::valueOf).toList());
        return null;
    }
}
