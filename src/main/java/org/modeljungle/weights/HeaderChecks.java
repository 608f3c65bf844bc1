package org.modeljungle.weights;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Checks that the tensors of a header cover the data of a file exactly once, each with the bytes it needs. */
final class HeaderChecks {

    private HeaderChecks() {}

    static void check(String where, Map<String, TensorInfo> tensors, long dataBytes) {
        tensors.values().forEach(info -> checkSize(where, info));
        List<TensorInfo> ordered = tensors.values().stream()
                .sorted(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end))
                .toList();
        long covered = 0;
        String before = "the header";
        for (TensorInfo info : ordered) {
            checkStart(where, info, covered, before);
            covered = info.end();
            before = "'" + info.name() + "'";
        }
        if (covered != dataBytes) {
            throw new WeightFileException(where + ": expected " + covered + " bytes of data after the header, found "
                    + dataBytes + (dataBytes < covered ? "; the file was cut short" : "; something was appended")
                    + ": copy or download it again");
        }
    }

    private static void checkSize(String where, TensorInfo info) {
        if (info.end() < info.begin()) {
            throw wrong(where, info, "data_offsets that ascend", "[" + info.begin() + ", " + info.end() + "]");
        }
        long bits;
        try {
            bits = Shapes.bits(info.dtype(), info.shape());
        } catch (ArithmeticException e) {
            throw wrong(where, info, "a shape of fewer than 2^63 bits", info.dtype() + " " + info.shape());
        }
        if (bits % Byte.SIZE != 0 || bits / Byte.SIZE != info.bytes()) {
            String size = bits % Byte.SIZE == 0 ? bits / Byte.SIZE + " bytes" : bits + " bits";
            String expected = size + " for " + info.dtype() + " " + info.shape();
            throw wrong(where, info, expected, info.bytes() + " bytes in data_offsets");
        }
    }

    private static void checkStart(String where, TensorInfo info, long covered, String before) {
        if (info.begin() == covered) {
            return;
        }
        String kind = info.begin() > covered ? "a hole" : "an overlap";
        throw wrong(
                where,
                info,
                "data from byte " + covered + " on, where " + before + " ends",
                kind + ": it starts at byte " + info.begin());
    }

    private static WeightFileException wrong(String where, TensorInfo info, String expected, String found) {
        return new WeightFileException(where + ": tensor '" + info.name() + "': expected " + expected + ", found "
                + found + "; the file is damaged or its writer is at fault: write or download it again");
    }
}
