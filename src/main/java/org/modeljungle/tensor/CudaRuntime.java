package org.modeljungle.tensor;

import ai.djl.util.Utils;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * CUDA's runtime library, by which the engine counts GPUs. Where no CUDA is installed, PyTorch's Python package brings
 * one, in a folder in which the system does not look: without it, the engine would find no GPU.
 */
final class CudaRuntime {

    private static final String NAME = "cudart";

    private CudaRuntime() {}

    /** Tells JNA of the one beside the PyTorch that {@code PYTORCH_LIBRARY_PATH} names; before the engine starts. */
    static void announce() {
        String libraries = Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH");
        if (libraries != null) {
            beside(Path.of(libraries)).ifPresent(folder -> NativeLibrary.addSearchPath(NAME, folder.toString()));
        }
    }

    /**
     * The folder that holds it, if there is one.
     *
     * @param libraries PyTorch's, {@code site-packages/torch/lib}; it is {@code site-packages/nvidia/X/lib} then
     */
    static Optional<Path> beside(Path libraries) {
        Path packages = libraries.toAbsolutePath().resolve("../../nvidia").normalize();
        if (!Files.isDirectory(packages)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(packages)) {
            for (Path part : parts) {
                Path folder = part.resolve("lib");
                if (holds(folder)) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "lib" + NAME + ".so*")) {
            return found.iterator().hasNext();
        }
    }
}
