package org.modeljungle;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    /** No committed file is changed but for results and notebooks, and nothing uncommitted is compiled in. */
    private static boolean isClean(String in) {
        return isEmpty(in, "no", ":/", ":(top,exclude,glob)**/*.ipynb", ":(top,exclude,glob)**/results/**")
                && isEmpty(in, "normal", ":(top)src", ":(top)kernel");
    }

    private static boolean isEmpty(String in, String untracked, String... places) {
        List<String> command = new ArrayList<>(
                List.of("git", "-C", in, "status", "--porcelain", "--untracked-files=" + untracked, "--"));
        command.addAll(List.of(places));
        return Command.output(command.toArray(String[]::new))
                .filter(String::isEmpty)
                .isPresent();
    }
}
