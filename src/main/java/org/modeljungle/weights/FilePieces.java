package org.modeljungle.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Bytes of a file, read in pieces that fit into a processor's cache. */
final class FilePieces {

    private static final int PIECE = 1 << 16; // bytes: whole elements of every type of whole bytes

    private FilePieces() {}

    /**
     * Hands over a run of a file's bytes, little-endian and in order; a piece is valid until the next one.
     *
     * @throws UncheckedIOException if the file ends before or cannot be read
     * @throws CancellationException if the thread was interrupted
     */
    static void each(Path path, long start, long length, Consumer<ByteBuffer> take) {
        ByteBuffer piece =
                ByteBuffer.allocateDirect((int) Math.min(PIECE, length)).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(path)) {
            for (long done = 0; done < length; done += piece.limit()) {
                piece.clear().limit((int) Math.min(piece.capacity(), length - done));
                while (piece.hasRemaining()) {
                    if (channel.read(piece, start + done + piece.position()) < 0) {
                        throw new EOFException("it ends after " + channel.size() + " bytes");
                    }
                }
                take.accept(piece.flip());
            }
        } catch (ClosedByInterruptException e) {
            throw new CancellationException("stopped: reading " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }
}
