package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.modeljungle.layers.OtherJvm;

class NativeHeapTest {

    private static final long GIGABYTE = 1L << 30;

    /** As the kernel sets them: what is freed is kept. */
    private static final Map<String, String> KEEPING = Map.of(
            "MALLOC_ARENA_MAX",
            "1",
            "MALLOC_MMAP_MAX_",
            "0",
            "MALLOC_TRIM_THRESHOLD_",
            "17179869184",
            "MODELJUNGLE_DEVICE",
            "cpu");

    /** Says how much memory it takes with a gigabyte of tensors, once they are gone, and once it is given back. */
    static final class Tensors {
        public static void main(String[] args) {
            long with;
            try (NDManager scope = Torch.scope()) {
                for (int i = 0; i < 64; i++) {
                    scope.ones(new Shape(GIGABYTE / 64 / Float.BYTES));
                }
                with = NativeHeap.resident();
            }
            long without = NativeHeap.resident();
            boolean trimmed = NativeHeap.trim();
            System.out.println(with + " " + without + " " + trimmed + " " + NativeHeap.resident());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tensorsThatAreGoneGiveTheirMemoryBack() throws IOException, InterruptedException {
        String said = OtherJvm.said(KEEPING, Tensors.class, List.of());
        String[] words =
                said.strip().lines().reduce((first, last) -> last).orElseThrow().split(" ", -1);
        long with = Long.parseLong(words[0]);
        assertThat(with).isGreaterThan(GIGABYTE);
        assertThat(Long.parseLong(words[1])).as("kept for the next ones").isGreaterThan(with - GIGABYTE / 4);
        assertThat(words[2]).as("Java 17.0.9 or later").isEqualTo("true");
        assertThat(Long.parseLong(words[3])).isLessThan(with - GIGABYTE * 3 / 4);
    }

    @Test
    void onlyALargePartOfTheMachineIsReasonEnough() {
        assertThat(NativeHeap.isLarge(59, 100)).isFalse();
        assertThat(NativeHeap.isLarge(61, 100)).isTrue();
        assertThat(NativeHeap.isLarge(0, 100)).as("unknown").isFalse();
    }
}
