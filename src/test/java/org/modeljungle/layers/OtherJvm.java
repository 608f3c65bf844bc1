package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java process beside this one. */
public final class OtherJvm {

    private OtherJvm() {}

    /** Starts a program with this one's class path; its errors come with its output. */
    public static Process start(Class<?> program, List<String> options, Object... arguments) throws IOException {
        return start(Map.of(), program, options, arguments);
    }

    /** The same with more environment variables. */
    public static Process start(
            Map<String, String> variables, Class<?> program, List<String> options, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-Dmodeljungle.progress=off", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** All that a program says, which has to end well. */
    public static String said(Class<?> program, List<String> options, Object... arguments)
            throws IOException, InterruptedException {
        return said(Map.of(), program, options, arguments);
    }

    /** The same with more environment variables. */
    public static String said(
            Map<String, String> variables, Class<?> program, List<String> options, Object... arguments)
            throws IOException, InterruptedException {
        Process process = start(variables, program, options, arguments);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
