package org.modeljungle.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Safetensors files made by hand, sound or not. */
final class TestFiles {

    /** Two tensors and a remark in 32 bytes of data. */
    static final String SOUND = """
            {"__metadata__":{"caption":"red square"},\
            "a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
            "b":{"dtype":"I64","shape":[2],"data_offsets":[16,32]}}""";

    private TestFiles() {}

    /** A header's length, the header and that many bytes of data, which count up from 0. */
    static byte[] bytes(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json);
        for (int i = 0; i < dataBytes; i++) {
            all.put((byte) i);
        }
        return all.array();
    }

    static Path file(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.safetensors"), bytes);
    }

    static Path file(Path folder, String header, int dataBytes) throws IOException {
        return file(folder, bytes(header, dataBytes));
    }

    /** The file that {@code src/test/golden/safetensors_fixture.py} wrote. */
    static byte[] writtenByPython() throws IOException {
        try (InputStream in = TestFiles.class.getResourceAsStream("python.safetensors.hex")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            text.lines().map(HexFormat.of()::parseHex).forEach(bytes::writeBytes);
            return bytes.toByteArray();
        }
    }
}
