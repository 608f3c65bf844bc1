package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Brings one file into the cache. What arrives lies in {@code ETAG.incomplete}, where a later run goes on; it becomes a
 * blob when its size and its digest are those that the hub says.
 */
final class Download {

    /** After so many bytes an attempt counts as a good one, in bytes. */
    private static final long FAR = 1 << 20;

    private final Http http;
    private final Patience patience;
    private final RepoFolder folder;
    private final HubFile file;
    private final Ask ask;
    private final Watch watch;
    private final Path incomplete;
    private String validator = ""; // the strong entity tag of whoever serves the bytes
    private boolean resumed; // bytes of an earlier run are among them

    Download(Http http, Patience patience, RepoFolder folder, HubFile file, Ask ask, Watch watch) {
        this.http = http;
        this.patience = patience;
        this.folder = folder;
        this.file = file;
        this.ask = ask;
        this.watch = watch;
        incomplete = folder.incomplete(file.etag());
    }

    /** Its path in the snapshot. */
    Path run() {
        Path path = folder.file(file.commit(), file.path());
        if (RepoFolder.holds(path, file.size())) {
            watch.resumed(file.size());
            return path;
        }
        BlobLock.holding(folder.lock(file.etag()), watch, () -> {
            if (RepoFolder.holds(folder.blob(file.etag()), file.size())) {
                watch.resumed(file.size());
            } else if (!RepoFolder.holds(path, file.size())) { // where there are no links, another thread moved it
                fetch();
            }
            if (!RepoFolder.holds(path, file.size())) {
                folder.link(file);
            }
        });
        return path;
    }

    private void fetch() {
        try {
            Files.createDirectories(incomplete.getParent());
            begin();
            transfer();
            Optional<String> wrong = FileCheck.wrong(incomplete, file, watch);
            if (wrong.isPresent() && resumed) { // which of the two parts is wrong cannot be known
                watch.received(-Files.size(incomplete));
                startAnew();
                transfer();
                wrong = FileCheck.wrong(incomplete, file, watch);
            }
            if (wrong.isPresent()) {
                Files.delete(incomplete);
                throw new HubException(ask.what() + ": " + wrong.get() + "; nothing of it is kept: download it again");
            }
            Files.move(
                    incomplete,
                    folder.blob(file.etag()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** What an earlier run left is used only where the whole can be checked in the end. */
    private void begin() throws IOException {
        if (!Files.exists(incomplete)) {
            Files.createFile(incomplete);
        }
        long there = Files.size(incomplete);
        if (there > file.size() || !file.hasDigest()) {
            startAnew();
        } else {
            resumed = there > 0;
            watch.resumed(there);
        }
    }

    private void startAnew() throws IOException {
        resumed = false;
        validator = "";
        try (FileChannel channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    private void transfer() {
        Retry.run(ask.what(), patience, watch, () -> {
            try (FileChannel channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
                long there = channel.size();
                if (there < file.size()) {
                    rest(channel, there);
                }
                channel.force(true);
                return true;
            } catch (IOException e) {
                throw failed(e);
            }
        });
    }

    private void rest(FileChannel channel, long there) throws IOException {
        Ask rest = there == 0 ? ask : ask.with("Range", "bytes=" + there + "-");
        if (there > 0 && !validator.isEmpty()) {
            rest = rest.with("If-Range", validator);
        }
        try (Answer answer = http.get(rest, watch)) {
            checkSame(answer);
            checkValidator(answer, channel, there);
            long from = start(answer, there);
            watch.received(from - there);
            channel.truncate(from).position(from);
            validator = answer.header(FileHeaders.ETAG)
                    .filter(etag -> etag.startsWith("\""))
                    .orElse("");
            receive(answer, channel, from);
        }
    }

    /** A server that goes on with another file than it began with is asked for the whole. */
    private void checkValidator(Answer answer, FileChannel channel, long there) throws IOException {
        String etag = answer.header(FileHeaders.ETAG).orElse(validator);
        if (answer.status() == 206 && !validator.isEmpty() && !etag.equals(validator)) {
            watch.received(-there);
            channel.truncate(0);
            validator = "";
            throw Passing.of("another entity tag than before");
        }
    }

    /** Where the bytes of an answer go: where they were asked for, or to the start if the server sends the whole. */
    private long start(Answer answer, long there) {
        if (answer.status() == 200) {
            long length = answer.length().orElse(file.size());
            if (length != file.size()) {
                throw new HubException(ask.what() + ": expected " + file.size() + " bytes, found " + length + " at "
                        + Problems.place(answer.uri()) + "; nothing of them is kept: check the endpoint");
            }
            return 0;
        }
        ByteRange.of(answer).check(answer, there, file.size() - 1, file.size());
        return there;
    }

    /** The hub's own word for what the file is may not change while it is fetched. */
    private void checkSame(Answer answer) {
        Api.checkCommit(answer, file.commit());
        Optional<String> own = file.hasDigest() ? Optional.empty() : answer.hub(FileHeaders.ETAG);
        String etag = answer.hub(FileHeaders.LINKED_ETAG)
                .or(() -> own)
                .map(FileHeaders::plain)
                .orElse(file.etag());
        if (!etag.equals(file.etag())) {
            throw new HubException(
                    ask.what() + ": expected the file " + file.etag() + ", found that the hub has another," + " " + etag
                            + "; what was fetched is not mixed with it: check the endpoint");
        }
    }

    private void receive(Answer answer, FileChannel channel, long from) throws IOException {
        long at = from;
        try {
            for (ByteBuffer some = answer.next(watch); some != null; some = answer.next(watch)) {
                if (some.remaining() > file.size() - at) {
                    channel.truncate(from);
                    throw new HubException(ask.what() + ": expected " + file.size() + " bytes, found more at "
                            + Problems.place(answer.uri()) + "; nothing of them is kept: check the endpoint");
                }
                int count = some.remaining();
                while (some.hasRemaining()) {
                    channel.write(some);
                }
                at += count;
                watch.received(count);
            }
        } catch (Passing e) {
            throw cut(e.getMessage(), from, at);
        }
        if (at < file.size()) {
            throw cut("the end", from, at);
        }
    }

    /** A thread that is interrupted closes the file that it writes. */
    private RuntimeException failed(IOException e) {
        return e instanceof ClosedByInterruptException
                ? new CancellationException("stopped: downloading " + ask.what())
                : new UncheckedIOException(incomplete + ": cannot be written", e);
    }

    private Passing cut(String found, long from, long at) {
        return Passing.cut(found + " after " + at + " of " + file.size() + " bytes", at - from >= FAR);
    }
}
