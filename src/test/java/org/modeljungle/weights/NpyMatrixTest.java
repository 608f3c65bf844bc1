package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files' bytes are written by hand, as NumPy's own description of its form has them. */
class NpyMatrixTest {

    @TempDir
    Path folder;

    /** Two rows of three: 1.5, -2, 0.25 and 65504, 0, -0.125. */
    @ParameterizedTest
    @CsvSource({
        "<f2, False, 003e 00c0 0034 ff7b 0000 00b0",
        ">f2, False, 3e00 c000 3400 7bff 0000 b000",
        "<f4, False, 0000c03f 000000c0 0000803e 00e07f47 00000000 000000be",
        ">f4, False, 3fc00000 c0000000 3e800000 477fe000 00000000 be000000",
        "<f8, False, 000000000000f83f 00000000000000c0 000000000000d03f 0000000000fcef40"
                + " 0000000000000000 000000000000c0bf",
        ">f8, False, 3ff8000000000000 c000000000000000 3fd0000000000000 40effc0000000000"
                + " 0000000000000000 bfc0000000000000",
        "<f4, True, 0000c03f 00e07f47 000000c0 00000000 0000803e 000000be",
        ">f2, True, 3e00 7bff c000 0000 3400 b000",
    })
    void everyPrecisionAndOrderGivesTheSameRows(String type, String byColumns, String hex) throws IOException {
        NpyMatrix matrix = NpyMatrix.open(file(type, byColumns, "2, 3", hex));
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.cols()).isEqualTo(3);
        float[] first = {1.5f, -2, .25f};
        float[] second = {65504, 0, -.125f};
        assertThat(matrix.read(1)).isDeepEqualTo(new float[][] {second});
        assertThat(matrix.read(1, 0, 1)).isDeepEqualTo(new float[][] {second, first, second});
        assertThat(matrix.read()).isEmpty();
    }

    @Test
    void doublePrecisionIsRoundedAndSpecialNumbersStay() throws IOException {
        NpyMatrix third = NpyMatrix.open(file("<f8", "False", "1, 1", "555555555555d53f"));
        assertThat(third.read(0)[0][0]).isEqualTo(1 / 3f);
        NpyMatrix special = NpyMatrix.open(file(">f2", "False", "1, 4", "7c00 fc00 7e00 0001"));
        assertThat(special.read(0)[0])
                .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, 0x1p-24f);
    }

    @Test
    void aRowThatIsNotThereIsRefused() throws IOException {
        Path file = file("<f2", "True", "2, 1", "0000 0000");
        assertThatThrownBy(() -> NpyMatrix.open(file).read(0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": expected rows 0 to 1, found 2");
    }

    @Test
    void otherFormsAreRefusedByName() throws IOException {
        refused("<i4", "False", "1, 1", "00000000")
                .hasMessageEndingWith(
                        "expected numbers of type f2, f4 or f8 in either order of bytes, found '<i4'; convert them"
                                + " with astype('<f4')");
        refused("|O", "False", "1, 1", "00").hasMessageContaining("found '|O'");
        refused("<f4", "False", "1,", "00000000")
                .hasMessageEndingWith("expected a shape of two dimensions, found (1,)");
        refused("<f4", "False", "1, 1, 1", "00000000").hasMessageEndingWith("two dimensions, found (1, 1, 1)");
        refused("<f4", "False", "2, 1", "00000000")
                .hasMessageEndingWith("expected 8 bytes of data, found 4; it was cut short or changed");
        refused("<f4", "Maybe", "1, 1", "00000000")
                .hasMessageContaining(
                        "expected a header that names descr, fortran_order and shape, found '{'descr': '<f4',");
    }

    @Test
    void lengthsAreBoundedBeforeAnythingIsRead() throws IOException {
        refused("<f4", "False", "9999999999, 1", "00")
                .hasMessageEndingWith("expected at most 2147483639 rows or columns, found 9999999999");
        refused("<f4", "False", "9".repeat(60_000) + ", 1", "00")
                .hasMessageEndingWith(
                        "expected a shape of two dimensions, found (" + "9".repeat(60) + "... (60003 characters))");
        refused("<f8", "False", "1, 1000000000", "00")
                .hasMessageEndingWith("expected rows or columns of at most 2 GB, found 8000000000 bytes in one");
        refused("<f4", "False", "2000000000, 500000000", "00")
                .hasMessageEndingWith(
                        "expected 4000000000000000000 bytes of data, found 1; it was cut short or changed");
    }

    @Test
    void versionsAreRead() throws IOException {
        byte[] old = Files.readAllBytes(file("<f2", "False", "1, 1", "003e"));
        byte[] text = header("<f2", "False", "1, 1");
        ByteBuffer wide = ByteBuffer.allocate(12 + text.length + 2).order(ByteOrder.LITTLE_ENDIAN);
        wide.put(old, 0, 6)
                .put((byte) 2)
                .put((byte) 0)
                .putInt(text.length)
                .put(text)
                .put((byte) 0)
                .put((byte) 0x3e);
        Path second = folder.resolve("second.npy");
        Files.write(second, wide.array());
        assertThat(NpyMatrix.open(second).read(0)[0]).containsExactly(1.5f);
        wide.put(6, (byte) 9);
        Files.write(second, wide.array());
        assertThatThrownBy(() -> NpyMatrix.open(second))
                .hasMessage(second + ": expected NumPy's form in version 1, 2 or 3, found version 9");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(
            String type, String byColumns, String shape, String hex) throws IOException {
        Path file = file(type, byColumns, shape, hex);
        return assertThatThrownBy(() -> NpyMatrix.open(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageStartingWith(file + ": ");
    }

    private Path file(String type, String byColumns, String shape, String hex) throws IOException {
        byte[] header = header(type, byColumns, shape);
        byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
        ByteBuffer all = ByteBuffer.allocate(10 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        all.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        all.putShort((short) header.length).put(header).put(data);
        Path file = folder.resolve("m.npy");
        Files.write(file, all.array());
        return file;
    }

    private static byte[] header(String type, String byColumns, String shape) {
        return ("{'descr': '" + type + "', 'fortran_order': " + byColumns + ", 'shape': (" + shape + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
