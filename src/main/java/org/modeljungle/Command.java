package org.modeljungle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The output of a small program of the operating system. */
final class Command {

    private static final long PATIENCE = 5_000; // milliseconds

    private Command() {}

    /**
     * What a program prints, without the space around it; none where it is missing, fails, takes too long, or the
     * calling thread is interrupted.
     */
    static Optional<String> output(String... command) {
        return output(PATIENCE, command);
    }

    /** The same of a program that may take so many milliseconds. */
    static Optional<String> output(long patience, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0"); // git only looks, and never gets in the user's way
        try {
            return output(builder.start(), patience);
        } catch (IOException e) {
            return Optional.empty(); // no such program on this machine
        }
    }

    private static Optional<String> output(Process process, long patience) {
        FutureTask<byte[]> reading =
                new FutureTask<>(() -> process.getInputStream().readAllBytes());
        Thread reader = new Thread(reading, "jungle-command");
        reader.setDaemon(true);
        reader.start();
        try {
            String out = new String(reading.get(patience, TimeUnit.MILLISECONDS), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(patience, TimeUnit.MILLISECONDS) && process.exitValue() == 0;
            return ended ? Optional.of(out.strip()) : Optional.empty();
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
