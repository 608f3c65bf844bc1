package org.modeljungle.kernel;

/**
 * Code that JShell is asked about instead of a whole cell.
 *
 * @param code the code; the cursor is at its end
 * @param shift a position in the code less the same one in the cell
 */
record Piece(String code, int shift) {}
