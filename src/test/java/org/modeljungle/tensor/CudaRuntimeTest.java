package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.layers.OtherJvm;

class CudaRuntimeTest {

    @TempDir
    Path packages;

    private Path library(String name) throws IOException {
        return Files.createFile(Files.createDirectories(packages.resolve("nvidia/" + name + "/lib"))
                .resolve("libcudart.so.12"));
    }

    @Test
    void itLiesBesidePyTorch() throws IOException {
        Path libraries = Files.createDirectories(packages.resolve("torch/lib"));
        assertThat(CudaRuntime.beside(libraries)).isEmpty();
        Files.createDirectories(packages.resolve("nvidia/cudnn/lib"));
        Files.createFile(packages.resolve("nvidia/__init__.py"));
        assertThat(CudaRuntime.beside(libraries)).isEmpty();
        Path folder = library("cuda_runtime").getParent();
        assertThat(CudaRuntime.beside(libraries)).contains(folder.toAbsolutePath());
    }

    /** Any library will do under its name: it is not called. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void thereTheEngineFindsIt() throws IOException, InterruptedException {
        Path libraries = Files.createDirectories(packages.resolve("torch/lib"));
        Path own = library("cuda_runtime");
        Files.copy(
                Path.of(System.getProperty("java.home"), "lib", "libjimage.so"),
                own,
                StandardCopyOption.REPLACE_EXISTING);
        String said = OtherJvm.said(Map.of("PYTORCH_LIBRARY_PATH", libraries.toString()), Finding.class, List.of());
        assertThat(said.lines().reduce((first, last) -> last))
                .contains(own.toRealPath().toString());
    }

    /** As the engine looks for it. */
    static final class Finding {
        public static void main(String[] args) {
            CudaRuntime.announce();
            System.out.println(NativeLibrary.getInstance("cudart").getFile());
        }
    }
}
