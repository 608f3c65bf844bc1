package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.layers.OtherJvm;

class TorchTest {

    @Test
    void theDeviceIsASettingInCode() {
        String usual = Torch.deviceName();
        try {
            Torch.useDevice("cpu");
            assertThat(Torch.device()).isEqualTo(Device.cpu());
            try (NDManager scope = Torch.scope()) {
                assertThat(scope.getDevice()).isEqualTo(Device.cpu());
            }
            assertThatThrownBy(() -> Torch.useDevice("tpu")).isInstanceOf(IllegalArgumentException.class);
            assertThat(Torch.device()).isEqualTo(Device.cpu());
        } finally {
            Torch.useDevice("");
        }
        assertThat(Torch.deviceName()).isEqualTo(usual);
    }

    @Test
    void whatIsRoundedToTf32IsNotTheSameDevice() {
        assertThat(Torch.deviceName(Device.gpu(0), false)).isEqualTo("gpu(0)");
        assertThat(Torch.deviceName(Device.gpu(0), true)).isEqualTo("gpu(0) with TF32");
        assertThat(Torch.deviceName(Device.cpu(), true)).isEqualTo("cpu");
    }

    @Test
    void theFirstGpuWhereThereIsOneElseTheCpu() {
        assertThat(Torch.choose("", 0)).isEqualTo(Device.cpu());
        assertThat(Torch.choose("  ", 2)).isEqualTo(Device.gpu(0));
    }

    @Test
    void aWishOverrides() {
        assertThat(Torch.choose("cpu", 2)).isEqualTo(Device.cpu());
        assertThat(Torch.choose(" GPU ", 1)).isEqualTo(Device.gpu(0));
        assertThat(Torch.choose("gpu1", 2)).isEqualTo(Device.gpu(1));
    }

    @Test
    void wishesThatCannotBeMetSayWhy() {
        assertMessage(
                () -> Torch.choose("tpu", 1),
                "MODELJUNGLE_DEVICE: expected 'cpu', 'gpu' or 'gpu' and a number, found 'tpu'");
        assertMessage(
                () -> Torch.choose("gpu", 0),
                "MODELJUNGLE_DEVICE=gpu: the engine sees 0 GPU(s); set it to 'cpu' or leave it out");
        assertMessage(
                () -> Torch.choose("gpu2", 2),
                "MODELJUNGLE_DEVICE=gpu2: the engine sees 2 GPU(s); set it to 'cpu' or leave it out");
        assertMessage(
                () -> Torch.choose("gpu99999999999", 2),
                "MODELJUNGLE_DEVICE: expected 'cpu', 'gpu' or 'gpu' and a number, found 'gpu99999999999'");
    }

    /** Asks for the device twice, where PyTorch's library is damaged. */
    static final class Damaged {

        private Damaged() {}

        public static void main(String[] arguments) {
            for (int i = 0; i < 2; i++) {
                try {
                    System.out.println(Torch.device());
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    @Test
    void whyTheEngineDidNotLoadIsSaidEachTime(@TempDir Path folder) throws IOException {
        for (String name : List.of("libtorch.so", "libtorch_cpu.so", "libtorch.dylib", "torch.dll")) {
            Files.writeString(folder.resolve(name), "damaged");
        }
        Process process = OtherJvm.start(Map.of("PYTORCH_LIBRARY_PATH", folder.toString()), Damaged.class, List.of());
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed.lines().filter(line -> line.startsWith("the PyTorch engine did not load: ")))
                .hasSize(2)
                .allMatch(line -> line.contains("UnsatisfiedLinkError"))
                .allMatch(line -> line.contains("; look at PYTORCH_LIBRARY_PATH"));
    }

    @Test
    void aScopeFreesItsArrays() {
        NDArray array;
        try (NDManager scope = Torch.scope()) {
            array = scope.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
            assertThat(Torch.floats(array)).containsExactly(1, 2, 3, 4);
            assertThat(scope.getDevice()).isEqualTo(Torch.device());
        }
        assertThatThrownBy(array::toFloatArray).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deviceNamesAreForRecords() {
        assertThat(Torch.deviceName()).matches("cpu|gpu\\(\\d+\\)");
    }

    @Test
    void anArrayThatIsClosedWhileItIsCountedTakesNothing() {
        NDArray closing = (NDArray) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {NDArray.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isReleased")) {
                        return false;
                    }
                    throw new IllegalStateException("Native resource has been release already.");
                });
        assertThat(NativeUse.bytes(closing)).isZero();
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
