package org.modeljungle.hub;

import java.util.Optional;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/**
 * A file of a model, as the hub describes it.
 *
 * @param path below the repository's root, with slashes
 * @param size in bytes
 * @param etag what the cache names it by: the SHA-256 of a large file's bytes (Git LFS), Git's own SHA-1 of another's
 * @param commit the commit that it is of
 */
public record HubFile(String path, long size, String etag, String commit) {

    private static final Pattern ETAG = Pattern.compile("[0-9A-Za-z_][0-9A-Za-z._-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

    /** Checks that nothing in it leads out of a folder. */
    public HubFile {
        FilePaths.check("hub: a listing", path);
        Check.that(
                ETAG.matcher(etag).matches() && size >= 0 && HubId.isCommit(commit),
                "hub: %s: expected a size, an entity tag and a commit, found %d, '%s' and '%s'; check the endpoint",
                path,
                size,
                Check.excerpt(etag),
                Check.excerpt(commit));
    }

    /** The SHA-256 of its bytes, where the hub knows it: that of a file in Git LFS. */
    public Optional<String> sha256() {
        return SHA256.matcher(etag).matches() ? Optional.of(etag) : Optional.empty();
    }

    /** The SHA-1 that Git gives it, where the hub says that. */
    Optional<String> gitSha1() {
        return SHA1.matcher(etag).matches() ? Optional.of(etag) : Optional.empty();
    }

    /** Whether its bytes can be checked when they are there. */
    boolean hasDigest() {
        return sha256().isPresent() || gitSha1().isPresent();
    }
}
