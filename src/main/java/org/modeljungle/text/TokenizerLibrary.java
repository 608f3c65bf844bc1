package org.modeljungle.text;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.modeljungle.LongStep;

/**
 * The tokenizers' native library: it lies in its jar and is unpacked into the engine's cache folder. It is never
 * downloaded, also where there is a GPU, and nothing is reported to anybody.
 */
final class TokenizerLibrary {

    private static final String FLAVOUR = "RUST_FLAVOR";
    private static final AtomicReference<Throwable> PROBLEM = new AtomicReference<>(); // the first stays the reason

    private TokenizerLibrary() {}

    /**
     * Loads it unless it is there, in a thread of its own: the stop button ends the waiting, and never leaves a library
     * half unpacked.
     *
     * @throws IllegalStateException if it cannot be loaded here
     */
    static void require() {
        LongStep.run("loading the tokenizers' native library", TokenizerLibrary::load)
                .ifPresent(problem -> {
                    throw new IllegalStateException(
                            "the tokenizers' native library did not load on %s, %s: %s"
                                            .formatted(
                                                    System.getProperty("os.name"),
                                                    System.getProperty("os.arch"),
                                                    reason(problem))
                                    + "; it exists for Linux on x86-64 and ARM, macOS on Apple silicon and Windows on x86-64."
                                    + " Pre-trained text encoders need it; the mini-CLIP, bags of words, random and named"
                                    + " vectors do not",
                            problem);
                });
    }

    private static String reason(Throwable problem) {
        return problem.getCause() == null ? problem.toString() : reason(problem.getCause());
    }

    private static Optional<Throwable> load() {
        System.setProperty("OPT_OUT_TRACKING", "true"); // no network probe
        if (System.getenv(FLAVOUR) == null && System.getProperty(FLAVOUR) == null) {
            System.setProperty(FLAVOUR, "cpu"); // the one in the jar; another would be downloaded
        }
        // a notebook's thread may have a loader that does not know the jar; this thread is the step's own
        Thread.currentThread().setContextClassLoader(TokenizerLibrary.class.getClassLoader());
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException | LinkageError | AssertionError e) { // the last where its jar is not complete
            PROBLEM.compareAndSet(null, e);
        }
        return Optional.ofNullable(PROBLEM.get());
    }
}
