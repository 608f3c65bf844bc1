package org.modeljungle;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The commit of the git checkout that the process runs in, followed by "-dirty" where it has changes or git cannot
 * tell. Notebooks and folders of results do not make it dirty: a run changes them itself, and records the notebook's
 * code by its digest.
 */
final class GitCommit {

    static final String UNKNOWN = "unknown";

    private GitCommit() {}

    static String current() {
        return of(Path.of(""));
    }

    static String of(Path folder) {
        String in = folder.toAbsolutePath().toString();
        return Command.output("git", "-C", in, "rev-parse", "HEAD")
                .map(commit -> isClean(in) ? commit : commit + "-dirty")
                .orElse(UNKNOWN);
    }

    private static boolean isClean(String in) {
        Optional<String> changed = Command.output(
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
        return changed.filter(String::isEmpty).isPresent();
    }
}
