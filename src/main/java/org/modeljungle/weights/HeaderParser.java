package org.modeljungle.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.JsonProblem;

/** Reads the JSON of a header, token by token: every name once, every value of its one type. */
final class HeaderParser {

    static final String METADATA = "__metadata__";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a hostile file cannot fill a shared table
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(SafetensorsHeader.MAX_BYTES)
                    .build())
            .build();

    private static final String WHITESPACE = " \t\r\n";

    private final String where;
    private final JsonParser json;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private HeaderParser(String where, JsonParser json) {
        this.where = where;
        this.json = json;
    }

    static HeaderParser parse(String where, ByteBuffer bytes) {
        try (JsonParser json = JSON.createParser(text(where, bytes))) {
            HeaderParser parser = new HeaderParser(where, json);
            parser.header();
            return parser;
        } catch (JsonProcessingException e) {
            String at = e.getLocation() == null
                    ? ""
                    : "at its character " + e.getLocation().getCharOffset() + ": ";
            throw new WeightFileException(where + ": expected a header in JSON, found " + at + JsonProblem.of(e)
                    + "; the file is damaged: copy or download it again");
        } catch (CharacterCodingException e) {
            throw new WeightFileException(where + ": expected a header in UTF-8, found bytes that are not ("
                    + e.getMessage() + "); the file is damaged: copy or download it again");
        } catch (IOException e) {
            throw new UncheckedIOException(e); // only text in memory is read
        }
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** The header's characters, decoded as they are read: it may be 100 MB long. */
    private static Reader text(String where, ByteBuffer bytes) {
        int first = bytes.position();
        while (first < bytes.limit() && WHITESPACE.indexOf(bytes.get(first)) >= 0) {
            first++; // with which writers move the data to a page of memory
        }
        if (first == bytes.limit() || bytes.get(first) != '{') {
            throw new WeightFileException(where + ": expected a header that starts with '{', found "
                    + (first < bytes.limit() ? "byte " + (bytes.get(first) & 0xFF) : "an empty one")
                    + "; this is no safetensors file, or a damaged one");
        }
        byte[] all = bytes.array();
        InputStream in = new ByteArrayInputStream(all, bytes.arrayOffset() + first, bytes.limit() - first);
        return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }

    private void header() throws IOException {
        json.nextToken(); // '{'
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals(METADATA)) {
                readMetadata();
            } else {
                tensors.put(name, tensor(name));
            }
        }
        expect(json.nextToken() == null, "the header", "nothing but spaces after its closing '}'");
    }

    private void readMetadata() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return; // none, as the reference implementation has it
        }
        expect(json.currentToken() == JsonToken.START_OBJECT, METADATA, "an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            expect(value == JsonToken.VALUE_STRING, METADATA + " key '" + key + "'", "a string");
            metadata.put(key, json.getText());
        }
    }

    private TensorInfo tensor(String name) throws IOException {
        String what = "tensor '" + name + "'";
        expect(json.currentToken() == JsonToken.START_OBJECT, what, "an object");
        Dtype dtype = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = dtype(what);
                case "shape" -> shape = numbers(what + " shape");
                case "data_offsets" -> offsets = numbers(what + " data_offsets");
                default -> json.skipChildren(); // the reference implementation passes over it, too
            }
        }
        require(dtype != null && shape != null && offsets != null, what, "dtype, shape and data_offsets", "fewer");
        require(offsets.size() == 2, what + " data_offsets", "two numbers", offsets.toString());
        return new TensorInfo(name, dtype, shape, offsets.get(0), offsets.get(1));
    }

    private Dtype dtype(String what) throws IOException {
        expect(json.currentToken() == JsonToken.VALUE_STRING, what + " dtype", "a string");
        String name = json.getText();
        return Dtype.find(name)
                .orElseThrow(() -> wrong(what + " dtype", "one of " + List.of(Dtype.values()), "'" + name + "'"));
    }

    private List<Long> numbers(String what) throws IOException {
        expect(json.currentToken() == JsonToken.START_ARRAY, what, "an array");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && json.getLongValue() >= 0;
            expect(whole, what, "whole numbers from 0 to 2^63 - 1");
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private void expect(boolean condition, String what, String expected) throws IOException {
        require(condition, what, expected, condition ? "" : found());
    }

    private String found() throws IOException {
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "the string '" + json.getText() + "'";
            default -> json.getText();
        };
    }

    private void require(boolean condition, String what, String expected, String found) {
        if (!condition) {
            throw wrong(what, expected, found);
        }
    }

    private WeightFileException wrong(String what, String expected, String found) {
        return new WeightFileException(where + ": " + what + ": expected " + expected + ", found " + found
                + "; the file is damaged or its writer is at fault: write or download it again");
    }
}
