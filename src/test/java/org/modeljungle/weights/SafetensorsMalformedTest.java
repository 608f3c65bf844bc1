package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsMalformedTest {

    private static final String WRITER = "; the file is damaged or its writer is at fault: write or download it again";
    private static final String DAMAGED = "; the file is damaged: copy or download it again";

    @TempDir
    Path folder;

    @Test
    void missingFile() {
        assertRefused(folder.resolve("none"), ": expected a safetensors file, found nothing there; check the path");
    }

    @Test
    void folderInstead() {
        assertRefused(folder, ": expected a safetensors file, found a folder there; check the path");
    }

    @Test
    void emptyFile() throws IOException {
        assertRefused(
                new byte[0],
                ": expected a safetensors file, which starts with the 8 bytes of its header's length, found 0 bytes in"
                        + " all; copy or download the file again");
    }

    @Test
    void headerTooLarge() throws IOException {
        assertRefused(
                lengthAlone(100_000_001),
                ": expected a header of at most 100000000 bytes, found a length of 100000001; this is no safetensors"
                        + " file (a .bin, .pt or .ckpt file is a pickle, which is never read here: convert it to"
                        + " safetensors first)");
    }

    @Test
    void headerLengthBeyondASignedNumber() throws IOException {
        assertRefused(
                lengthAlone(-1),
                ": expected a header of at most 100000000 bytes, found a length of"
                        + " 18446744073709551615; this is no safetensors file (a .bin, .pt or .ckpt file is a pickle, which is"
                        + " never read here: convert it to safetensors first)");
    }

    @Test
    void headerCutShort() throws IOException {
        byte[] whole = TestFiles.bytes(TestFiles.SOUND, 32);
        assertRefused(
                Arrays.copyOf(whole, 30),
                ": expected a header of 152 bytes, found 22 bytes left in the file; it was cut short: copy or download"
                        + " it again");
    }

    @Test
    void dataCutShort() throws IOException {
        assertRefused(
                TestFiles.SOUND,
                31,
                ": expected 32 bytes of data after the header, found 31; the file was cut"
                        + " short: copy or download it again");
    }

    @Test
    void somethingAppended() throws IOException {
        assertRefused(
                TestFiles.SOUND,
                33,
                ": expected 32 bytes of data after the header, found 33; something was"
                        + " appended: copy or download it again");
    }

    @Test
    void emptyHeader() throws IOException {
        assertRefused(
                "",
                0,
                ": expected a header that starts with '{', found an empty one; this is no safetensors"
                        + " file, or a damaged one");
    }

    @Test
    void headerOfSpaces() throws IOException {
        assertRefused(
                " \t ",
                0,
                ": expected a header that starts with '{', found an empty one; this is no safetensors"
                        + " file, or a damaged one");
        assertRefused(
                " []",
                0,
                ": expected a header that starts with '{', found byte 91; this is no safetensors"
                        + " file, or a damaged one");
    }

    @Test
    void notJson() throws IOException {
        assertRefused(
                "{apple}",
                0,
                ": expected a header in JSON, found at its character 1: Unexpected character ('a'"
                        + " (code 97)): was expecting double-quote to start field name" + DAMAGED);
    }

    @Test
    void jsonCutShort() throws IOException {
        assertRefused(
                "{\"a\":",
                0,
                ": expected a header in JSON, found at its character 5: Unexpected end-of-input"
                        + " within/between Object entries" + DAMAGED);
    }

    @Test
    void notUtf8() throws IOException {
        byte[] bytes = TestFiles.bytes("{\"?\":1}", 0);
        bytes[10] = (byte) 0xFF;
        assertRefused(bytes, ": expected a header in UTF-8, found bytes that are not (Input length = 1)" + DAMAGED);
    }

    @Test
    void somethingBehindTheClosingBrace() throws IOException {
        assertRefused(
                "{} {}",
                0,
                ": the header: expected nothing but spaces after its closing '}', found an object" + WRITER);
    }

    @Test
    void duplicateTensor() throws IOException {
        String tensor = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
        assertRefused(
                "{" + tensor + "," + tensor + "}",
                1,
                ": expected a header in JSON, found at its character 56:" + " Duplicate field 'a'" + DAMAGED);
    }

    @Test
    void duplicateRemark() throws IOException {
        assertRefused(
                "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}",
                0,
                ": expected a header in JSON, found at its" + " character 28: Duplicate field 'k'" + DAMAGED);
    }

    @Test
    void remarkThatIsNoString() throws IOException {
        assertRefused(
                "{\"__metadata__\":{\"rank\":4}}", 0, ": __metadata__ key 'rank': expected a string, found 4" + WRITER);
    }

    @Test
    void remarksThatAreNoObject() throws IOException {
        assertRefused("{\"__metadata__\":[]}", 0, ": __metadata__: expected an object, found an array" + WRITER);
    }

    @Test
    void tensorThatIsNoObject() throws IOException {
        assertRefused("{\"a\":\"F32\"}", 0, ": tensor 'a': expected an object, found the string 'F32'" + WRITER);
    }

    @Test
    void unknownType() throws IOException {
        assertRefused(
                tensor("\"F33\"", "[1]", "[0,4]"),
                4,
                ": tensor 'a' dtype: expected one of [BOOL, F4, F6_E2M3,"
                        + " F6_E3M2, U8, I8, F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ, I16, U16, F16, BF16, I32,"
                        + " U32, F32, C64, F64, I64, U64], found 'F33'" + WRITER);
    }

    @Test
    void typeThatIsNoString() throws IOException {
        assertRefused(tensor("32", "[1]", "[0,4]"), 4, ": tensor 'a' dtype: expected a string, found 32" + WRITER);
    }

    @Test
    void shapeThatIsNoArray() throws IOException {
        assertRefused(
                tensor("\"F32\"", "{}", "[0,4]"), 4, ": tensor 'a' shape: expected an array, found an object" + WRITER);
    }

    @Test
    void negativeSize() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[-1]", "[0,4]"),
                4,
                ": tensor 'a' shape: expected whole numbers from 0 to" + " 2^63 - 1, found -1" + WRITER);
    }

    @Test
    void fractionalSize() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[1.0]", "[0,4]"),
                4,
                ": tensor 'a' shape: expected whole numbers from 0 to" + " 2^63 - 1, found 1.0" + WRITER);
    }

    @Test
    void hugeOffset() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[1]", "[0,9223372036854775808]"),
                4,
                ": tensor 'a' data_offsets: expected" + " whole numbers from 0 to 2^63 - 1, found 9223372036854775808"
                        + WRITER);
    }

    @Test
    void nullOffset() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[1]", "[0,null]"),
                4,
                ": tensor 'a' data_offsets: expected whole numbers from" + " 0 to 2^63 - 1, found null" + WRITER);
    }

    @Test
    void threeOffsets() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[1]", "[0,2,4]"),
                4,
                ": tensor 'a' data_offsets: expected two numbers, found" + " [0, 2, 4]" + WRITER);
    }

    @Test
    void missingField() throws IOException {
        assertRefused(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
                4,
                ": tensor 'a': expected dtype, shape and" + " data_offsets, found fewer" + WRITER);
    }

    @Test
    void descendingOffsets() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[1]", "[4,0]"),
                4,
                ": tensor 'a': expected data_offsets that ascend, found" + " [4, 0]" + WRITER);
    }

    @Test
    void fewerBytesThanTheShapeNeeds() throws IOException {
        assertRefused(
                tensor("\"F32\"", "[2,3]", "[0,20]"),
                20,
                ": tensor 'a': expected 24 bytes for F32 [2, 3], found" + " 20 bytes in data_offsets" + WRITER);
    }

    @Test
    void halfAByte() throws IOException {
        assertRefused(
                tensor("\"F4\"", "[3]", "[0,2]"),
                2,
                ": tensor 'a': expected 12 bits for F4 [3], found 2 bytes in" + " data_offsets" + WRITER);
    }

    @Test
    void shapeThatOverflows() throws IOException {
        String huge = "[4294967296,4294967296]";
        assertRefused(
                tensor("\"U8\"", huge, "[0,0]"),
                0,
                ": tensor 'a': expected a shape of fewer than 2^63 bits," + " found U8 [4294967296, 4294967296]"
                        + WRITER);
    }

    @Test
    void hole() throws IOException {
        assertRefused(
                two("[0,4]", "[5,9]"),
                9,
                ": tensor 'b': expected data from byte 4 on, where 'a' ends, found a" + " hole: it starts at byte 5"
                        + WRITER);
    }

    @Test
    void holeAtTheStart() throws IOException {
        assertRefused(
                two("[1,5]", "[5,9]"),
                9,
                ": tensor 'a': expected data from byte 0 on, where the header ends,"
                        + " found a hole: it starts at byte 1" + WRITER);
    }

    @Test
    void overlap() throws IOException {
        assertRefused(
                two("[0,4]", "[3,7]"),
                7,
                ": tensor 'b': expected data from byte 4 on, where 'a' ends, found an" + " overlap: it starts at byte 3"
                        + WRITER);
    }

    @Test
    void rangeBehindTheFile() throws IOException {
        assertRefused(
                two("[0,4]", "[4,8]"),
                4,
                ": expected 8 bytes of data after the header, found 4; the file was"
                        + " cut short: copy or download it again");
    }

    @Test
    void nestingWithoutEnd() throws IOException {
        assertRefused(
                "{\"a\":{\"x\":" + "[".repeat(5000),
                0,
                ": expected a header in JSON, found Document nesting depth (1001) exceeds the maximum allowed (1000)"
                        + DAMAGED);
    }

    private static String tensor(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":" + dtype + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private static String two(String first, String second) {
        String a = tensor("\"F32\"", "[1]", first);
        return a.substring(0, a.length() - 1) + ","
                + tensor("\"F32\"", "[1]", second).substring(1).replace("\"a\"", "\"b\"");
    }

    private static byte[] lengthAlone(long length) {
        byte[] some = "PK pickle".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + some.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(some)
                .array();
    }

    private void assertRefused(String header, int dataBytes, String message) throws IOException {
        assertRefused(TestFiles.file(folder, header, dataBytes), message);
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        assertRefused(TestFiles.file(folder, bytes), message);
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(WeightFileException.class)
                .hasMessage(path + message);
    }
}
