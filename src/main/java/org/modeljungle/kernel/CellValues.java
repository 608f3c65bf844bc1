package org.modeljungle.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * What the notebook's variables hold. JShell keeps the value of each bare expression under a name such as {@code $3},
 * for ever; here such a value is let go when the next cell starts, unless a cell names it. To be used in the thread
 * that runs the cells, while none runs.
 */
public final class CellValues {

    /**
     * A variable.
     *
     * @param name its name: {@code bank}, or {@code $3} for a value without one
     * @param type its type, as the notebook would write it
     * @param value what it holds; null for nothing
     */
    public record Variable(String name, String type, Object value) {

        /** Whether it is the value of a bare expression. */
        public boolean isUnnamed() {
            return UNNAMED.matcher(name).matches();
        }
    }

    private static final Pattern UNNAMED = Pattern.compile("\\$\\d+");
    private static final Pattern MENTION = Pattern.compile("\\$\\d+\\b");

    /** Types whose values are small: they stay. */
    private static final Set<String> SMALL = Set.of(
            "boolean",
            "byte",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double",
            "Boolean",
            "Byte",
            "Character",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double");

    private static Object[] taken; // what the notebook's variables hold, on its way from there

    private final JShell shell;
    private final Set<String> mentioned = new HashSet<>(); // unnamed values that cells name

    /** The variables of a JShell. */
    public CellValues(JShell shell) {
        this.shell = shell;
    }

    /** Lets the unnamed values of earlier cells go, before a cell runs; those that it names are kept for good. */
    public void cellStarts(String code) {
        MENTION.matcher(code).results().forEach(found -> mentioned.add(found.group()));
        free(unnamed().stream()
                .filter(one -> !SMALL.contains(one.typeName()) && !mentioned.contains(one.name()))
                .map(VarSnippet::name)
                .toList());
    }

    private List<VarSnippet> unnamed() {
        return active().stream()
                .filter(one -> UNNAMED.matcher(one.name()).matches())
                .toList();
    }

    private List<VarSnippet> active() {
        return shell.variables()
                .filter(one -> shell.status(one) == Snippet.Status.VALID)
                .toList();
    }

    /** All variables with what they hold. */
    public List<Variable> all() {
        List<VarSnippet> known = active();
        List<Variable> all = new ArrayList<>();
        Optional<Object[]> together = values(known);
        for (int i = 0; i < known.size(); i++) {
            VarSnippet one = known.get(i);
            Object value = together.isPresent()
                    ? together.get()[i]
                    : values(List.of(one)).map(held -> held[0]).orElse(null);
            all.add(new Variable(one.name(), one.typeName(), value));
        }
        return all;
    }

    /** Empty where one of them cannot be read. */
    private Optional<Object[]> values(List<VarSnippet> known) {
        String names = known.stream().map(VarSnippet::name).collect(Collectors.joining(", "));
        taken = null;
        run(CellValues.class.getName() + ".take(new Object[] {" + names + "});");
        Optional<Object[]> values = Optional.ofNullable(taken);
        taken = null;
        return values;
    }

    /** Called by code in the notebook. */
    public static void take(Object[] values) {
        taken = values;
    }

    /**
     * Empties variables: those with a name hold null from then on, those without are gone. Primitive ones stay.
     *
     * @param names of variables that there are
     */
    public void free(Collection<String> names) {
        List<VarSnippet> chosen = active().stream()
                .filter(one -> names.contains(one.name()) && !isPrimitive(one))
                .toList();
        if (chosen.isEmpty()) {
            return;
        }
        run(chosen.stream().map(one -> one.name() + " = null; ").collect(Collectors.joining("", "{ ", "}")));
        chosen.stream().filter(one -> UNNAMED.matcher(one.name()).matches()).forEach(shell::drop);
    }

    private static boolean isPrimitive(VarSnippet one) {
        return SMALL.contains(one.typeName())
                && Character.isLowerCase(one.typeName().charAt(0));
    }

    private void run(String code) {
        List<SnippetEvent> events = shell.eval(code);
        events.stream()
                .map(SnippetEvent::snippet)
                .filter(one -> shell.status(one).isActive())
                .forEach(shell::drop);
    }
}
