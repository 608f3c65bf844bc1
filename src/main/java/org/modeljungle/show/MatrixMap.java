package org.modeljungle.show;

import java.math.BigDecimal;
import java.math.MathContext;
import org.modeljungle.Check;

/**
 * A matrix as a picture: a square of colour for each number, blue below zero, white at zero, red above. Full colour
 * stands for three times the root mean square, in two digits, and whatever is beyond.
 *
 * <p>Where the matrix is larger than what a screen shows, each square is the root mean square of a block of numbers,
 * from white to dark blue, and the map says how large a block is: means would hide the numbers, since they cancel out.
 *
 * @param title above the map
 * @param values row-major // [rows, cols]
 * @param rows of the matrix
 * @param cols of the matrix
 * @param full the size of a number that gets full colour; 0 for three times the root mean square
 */
@SuppressWarnings("ArrayRecordComponent") // the map looks at the caller's array, it never compares maps
public record MatrixMap(String title, float[] values, int rows, int cols, double full) implements Figure {

    /** The most squares along a side. */
    static final int MOST = 512;

    private static final MathContext TWO_DIGITS = new MathContext(2);
    private static final double SPREADS = 3; // in units of the root mean square, at full colour

    /** Checks the sizes. */
    public MatrixMap {
        Check.that(
                rows > 0 && cols > 0 && values.length == Math.multiplyExact(rows, cols),
                "matrix map '%s': expected a matrix [%d, %d] of 1 number or more, found %d numbers",
                title,
                rows,
                cols,
                values.length);
        full = full > 0 ? full : fullColour(values);
    }

    /** A map with its own scale. */
    public static MatrixMap of(String title, float[] values, int rows, int cols) {
        return new MatrixMap(title, values, rows, cols, 0);
    }

    /** The number that gets full colour where a map has its own scale; 1 for a matrix of zeros. */
    static double fullColour(float... values) {
        double size = SPREADS * rootMeanSquare(values, 0, 1, values.length, values.length);
        return size > 0 ? new BigDecimal(size).round(TWO_DIGITS).doubleValue() : 1;
    }

    /** How many numbers each square stands for, along each side. */
    int block() {
        return (Math.max(rows, cols) + MOST - 1) / MOST;
    }

    /** Whether each square is one number. */
    boolean whole() {
        return block() == 1;
    }

    /** The numbers of the squares // [squares down, squares across] */
    double[][] squares() {
        int block = block();
        double[][] squares = new double[(rows + block - 1) / block][(cols + block - 1) / block];
        for (int y = 0; y < squares.length; y++) {
            for (int x = 0; x < squares[y].length; x++) {
                squares[y][x] = whole() ? values[y * cols + x] : rootMeanSquare(y * block, x * block, block);
            }
        }
        return squares;
    }

    private double rootMeanSquare(int row, int col, int block) {
        int high = Math.min(block, rows - row);
        int wide = Math.min(block, cols - col);
        return rootMeanSquare(values, row * cols + col, high, wide, cols);
    }

    /** Of the finite numbers of a block; NaN if there is none. */
    private static double rootMeanSquare(float[] values, int from, int high, int wide, int apart) {
        double sum = 0;
        long count = 0;
        for (int row = 0; row < high; row++) {
            for (int col = 0; col < wide; col++) {
                double value = values[from + row * apart + col];
                if (Double.isFinite(value)) {
                    sum += value * value;
                    count++;
                }
            }
        }
        return Math.sqrt(sum / count);
    }

    /** How many of the numbers are not finite; they are magenta. */
    long broken() {
        long count = 0;
        for (float value : values) {
            count += Float.isFinite(value) ? 0 : 1;
        }
        return count;
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new MatrixPainter(this).paint());
    }

    /** What a square is; empty where it is one number. */
    String blocks() {
        return whole() ? "" : "each square: root mean square of " + block() + " x " + block() + " numbers";
    }

    /** What the map shows, in words. */
    String alt() {
        String squares = whole() ? "" : ", " + blocks();
        String wrong = broken() == 0 ? "" : ", " + broken() + " not finite";
        return title + ", heat map of " + rows + " x " + cols + " numbers" + squares + wrong + ", full colour from "
                + Amounts.number(full) + " on";
    }

    @Override
    public String toString() {
        return alt();
    }
}
