package org.modeljungle;

import java.nio.file.Path;

/**
 * The commit of the git checkout that the process runs in. Notebooks and folders of results do not make it dirty: a run
 * changes them itself, and records the notebook's code by its digest.
 */
final class GitCommit {

    static final String UNKNOWN = "unknown";

    private GitCommit() {}

    static String current() {
        return of(Path.of(""));
    }

    static String of(Path folder) {
        String in = folder.toAbsolutePath().toString();
        String commit = Command.output("git", "-C", in, "rev-parse", "HEAD");
        if (commit.isEmpty()) {
            return UNKNOWN;
        }
        String changed = Command.output(
                "git",
                "-C",
                in,
                "status",
                "--porcelain",
                "--untracked-files=no",
                "--",
                ":/",
                ":(top,exclude,glob)**/*.ipynb",
                ":(top,exclude,glob)**/results/**");
        return changed.isEmpty() ? commit : commit + "-dirty";
    }
}
