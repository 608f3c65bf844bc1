package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void readsAllOfAFileThatPythonWrote() throws IOException {
        Safetensors file = Safetensors.open(TestFiles.file(folder, TestFiles.writtenByPython()));

        assertThat(file.floats("blocks.10.attn.q.weight")).containsExactly(-1, -.5f, 0, .5f, 1, 1.5f);
        assertThat(file.floats("blocks.2.attn.q.weight")).containsExactly(9, 9.5f, 10, 10.5f, 11, 11.5f);
        assertThat(file.floats("quote \" backslash \\ line\n unit\u001f é \uD83D\uDE00"))
                .containsExactly(19, 19.5f, 20, 20.5f, 21, 21.5f);
        assertThat(file.floats("double"))
                .containsExactly((float) (-1 + 1e-9), (float) (-.5 + 1e-9), 1e-9f, .5f, 1, 1.5f);
        float small = 0x1p-10f;
        assertThat(file.floats("half"))
                .containsExactly(-1 + small, -.5f + small, small, .5f + small, 1 + small, 1.5f + small);
        assertThat(file.floats("brain")).containsExactly(-.75f, -.25f, .25f, .75f, 1.25f, 1.75f);
        assertThat(file.longs("count")).containsExactly((1L << 40) + 1);
        assertThat(file.ints("bytes")).containsExactly(0, 127, 255);
        assertThat(file.ints("signed")).containsExactly(-128, 0, 127);
        assertThat(file.ints("shorts")).containsExactly(-32768, 32767);
        assertThat(file.ints("ints")).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(file.ints("mask")).containsExactly(1, 0, 1);
        assertThat(file.floats("empty")).isEmpty();
        assertThat(file.floats("scalar")).containsExactly(.1f);
        assertThat(file.metadata()).containsOnly(Map.entry("caption", """
                        a 'red' "striped" triangle, é \uD83D\uDE00"""));
    }

    @Test
    void tellsNamesInNaturalOrderAndWhereTheyLie() throws IOException {
        Safetensors file = Safetensors.open(TestFiles.file(folder, TestFiles.writtenByPython()));

        assertThat(file.names()).containsSubsequence("blocks.2.attn.q.weight", "blocks.10.attn.q.weight");
        assertThat(file.info("blocks.2.attn.q.weight"))
                .isEqualTo(new TensorInfo("blocks.2.attn.q.weight", Dtype.F32, List.of(2L, 3L), 80, 104));
        assertThat(file.info("scalar").shape()).isEmpty();
        assertThat(file.info("scalar").elements()).isEqualTo(1);
        assertThat(file.has("scalar")).isTrue();
        assertThat(file.has("vector")).isFalse();
        assertThat(file).hasToString(folder.resolve("model.safetensors") + ": 14 tensors");
    }

    @Test
    void aHeaderWithoutTensorsIsSound() throws IOException {
        assertThat(Safetensors.open(TestFiles.file(folder, "{}      ", 0)).names())
                .isEmpty();
    }

    @Test
    void unknownKeysOfATensorArePassedOver() throws IOException {
        String header = """
                {"a":{"dtype":"U8","note":{"deep":[1,{"x":[]}]},"shape":[2],"data_offsets":[0,2]}}""";
        assertThat(Safetensors.open(TestFiles.file(folder, header, 2)).ints("a"))
                .containsExactly(0, 1);
    }

    @Test
    void bytesAreAReadOnlyLittleEndianViewFromZero() throws IOException {
        Safetensors file = Safetensors.open(TestFiles.file(folder, TestFiles.SOUND, 32));
        ByteBuffer bytes = file.bytes("b");

        assertThat(bytes.isDirect()).isTrue();
        assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.position()).isZero();
        assertThat(bytes.remaining()).isEqualTo(16);
        assertThat(bytes.getLong(0)).isEqualTo(0x1716151413121110L);
        assertThatThrownBy(() -> bytes.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        bytes.position(8);
        assertThat(file.bytes("b").position()).isZero();
    }

    @Test
    void aMissingNameIsAnsweredWithTheClosest() throws IOException {
        Path path = TestFiles.file(folder, TestFiles.writtenByPython());
        Safetensors file = Safetensors.open(path);

        assertThatThrownBy(() -> file.floats("blocks.2.attn.q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'blocks.2.attn.q' in " + path + ": expected one of its names, found none like it;"
                        + " closest: 'blocks.2.attn.q.weight', 'blocks.10.attn.q.weight', 'brain'; names() lists what"
                        + " this file has");
    }

    @Test
    void aTensorIsWrittenIntoALongerArray() throws IOException {
        Safetensors file = Safetensors.open(TestFiles.file(folder, TestFiles.writtenByPython()));
        float[] target = new float[9];

        file.floats("half", target, 2);

        float[] half = file.floats("half");
        assertThat(Arrays.copyOfRange(target, 2, 2 + half.length)).containsExactly(half);
        assertThat(target[0] + target[1] + target[2 + half.length]).isZero();
    }

    @Test
    void aTensorThatDoesNotFitIntoAnArrayIsRefused() throws IOException {
        Path path = TestFiles.file(folder, TestFiles.writtenByPython());
        Safetensors file = Safetensors.open(path);

        assertThatThrownBy(() -> file.floats("brain", new float[7], 2))
                .hasMessage("tensor 'brain' in " + path
                        + ": expected room for its 6 numbers, found an array of 7, from 2 on");
    }

    @Test
    void numbersOfTheOtherKindAreRefused() throws IOException {
        Path path = TestFiles.file(folder, TestFiles.SOUND, 32);
        Safetensors file = Safetensors.open(path);

        assertThatThrownBy(() -> file.floats("b"))
                .hasMessage("tensor 'b' in " + path + ": expected floats, found I64; longs(name) reads"
                        + " whole numbers, bytes(name) gives any type as it is");
        assertThatThrownBy(() -> file.longs("a"))
                .hasMessage("tensor 'a' in " + path + ": expected whole numbers, found F32; floats(name) reads"
                        + " floats, bytes(name) gives any type as it is");
    }

    @Test
    void doublePrecisionIsReadAsItIs() throws IOException {
        Safetensors file = Safetensors.open(TestFiles.file(folder, TestFiles.writtenByPython()));
        assertThat(file.doubles("double"))
                .containsExactly(-1 + 1e-9, -.5 + 1e-9, 1e-9, .5 + 1e-9, 1 + 1e-9, 1.5 + 1e-9);
        assertThat(file.doubles("brain")).containsExactly(-.75, -.25, .25, .75, 1.25, 1.75);
        assertThat(Safetensors.open(folder.resolve("model.safetensors"), 16).doubles("double"))
                .isEqualTo(file.doubles("double"));
        assertThatThrownBy(() -> file.doubles("count")).hasMessageContaining("expected floats, found I64");
    }

    @Test
    void complexNumbersAreCalledByTheirName() throws IOException {
        String header = """
                {"c":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""";
        Path path = TestFiles.file(folder, header, 8);
        assertThatThrownBy(() -> Safetensors.open(path).floats("c"))
                .hasMessage(
                        "tensor 'c' in " + path + ": expected floats, found C64; these are complex numbers, each two"
                                + " F32, the real part first: bytes(name).asFloatBuffer() reads them, bytes(name) gives any type"
                                + " as it is");
    }

    @Test
    void wholeNumbersThatDoNotFitAreRefused() throws IOException {
        byte[] bytes = TestFiles.bytes("""
                {"wide":{"dtype":"U64","shape":[2],"data_offsets":[0,16]},\
                "u32":{"dtype":"U32","shape":[1],"data_offsets":[16,20]},\
                "u16":{"dtype":"U16","shape":[1],"data_offsets":[20,22]}}""", 22);
        for (int i = bytes.length - 14; i < bytes.length; i++) {
            bytes[i] = -1;
        }
        Path path = TestFiles.file(folder, bytes);
        Safetensors file = Safetensors.open(path);

        assertThatThrownBy(() -> file.longs("wide"))
                .hasMessage("tensor 'wide' in " + path + ": expected whole numbers from 0 to 9223372036854775807, found"
                        + " 18446744073709551615 at element 1; bytes(name) gives it as it is");
        assertThat(file.longs("u32")).containsExactly((1L << 32) - 1);
        assertThatThrownBy(() -> file.ints("u32"))
                .hasMessage("tensor 'u32' in " + path + ": expected whole numbers from -2147483648 to 2147483647, found"
                        + " 4294967295 at element 0; longs(name) reads it");
        assertThat(file.ints("u16")).containsExactly(65535);
    }

    @Test
    void anInterruptedThreadStops() throws IOException {
        Path path = TestFiles.file(folder, TestFiles.SOUND, 32);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Safetensors.open(path))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: opening " + path);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void metadataOfNullIsNone() throws IOException {
        assertThat(Safetensors.open(TestFiles.file(folder, "{\"__metadata__\":null}", 0))
                        .metadata())
                .isEmpty();
    }

    @Test
    @Timeout(60)
    void aMissingNameAmongManyIsAnsweredSoon() {
        Map<String, TensorInfo> tensors = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            String name = "model.layers." + i / 9 + ".self_attn.projection_" + i % 9 + ".weight";
            tensors.put(name, new TensorInfo(name, Dtype.F32, List.of(0L), 0, 0));
        }
        long start = System.nanoTime();
        assertThat(ClosestNames.of("model.layers.17.self_attn.projektion_3.weight", tensors.keySet()))
                .startsWith("'model.layers.17.self_attn.projection_3.weight'");
        assertThat(System.nanoTime() - start).isLessThan(30_000_000_000L);
    }
}
