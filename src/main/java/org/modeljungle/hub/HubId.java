package org.modeljungle.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/**
 * Which model of a hub: {@code owner/name}, {@code owner/name@revision}, and where a repository holds several,
 * {@code owner/name@revision:folder/file.safetensors}.
 *
 * @param repo the repository, {@code owner/name}, or {@code name} alone for the hub's oldest models
 * @param revision a branch, a tag or a commit
 * @param file the file meant; empty for the repository's one model
 */
public record HubId(String repo, String revision, Optional<String> file) {

    /** The revision of an id that names none. */
    public static final String MAIN = "main";

    private static final Pattern WHOLE = Pattern.compile("(?<repo>[^@:]+)(@(?<revision>[^:]+))?(:(?<file>.+))?");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");
    private static final Pattern REVISION =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** Checks that it can be a part of an address, and of a file's path. */
    public HubId {
        String[] parts = repo.split("/", -1);
        boolean plain = parts.length <= 2 && !repo.contains("--") && !repo.contains("..");
        for (String part : parts) {
            plain &= PART.matcher(part).matches();
        }
        Check.that(plain, "hub: expected a model such as owner/name, found '%s'", Check.excerpt(repo));
        Check.that(
                REVISION.matcher(revision).matches() && !revision.contains(".."),
                "hub: expected a branch, a tag or a commit of %s, found '%s'",
                repo,
                Check.excerpt(revision));
        file.ifPresent(path -> FilePaths.check("hub: " + repo, path));
    }

    /**
     * Reads an id.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static HubId of(String text) {
        Matcher whole = WHOLE.matcher(text);
        Check.that(
                whole.matches(),
                "hub: expected owner/name, owner/name@revision or owner/name:file, found '%s'",
                Check.excerpt(text));
        String revision = whole.group("revision");
        return new HubId(
                whole.group("repo"), revision == null ? MAIN : revision, Optional.ofNullable(whole.group("file")));
    }

    /** Whether the revision is a commit, whose files never change. */
    public boolean pinned() {
        return isCommit(revision);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** As {@link #of} reads it, without the revision {@code main}. */
    @Override
    public String toString() {
        String at = revision.equals(MAIN) ? "" : "@" + revision;
        return repo + at + file.map(path -> ":" + path).orElse("");
    }
}
