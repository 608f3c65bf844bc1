package org.modeljungle;

/** The commit of the git checkout that the process runs in. */
final class GitCommit {

    static final String UNKNOWN = "unknown";

    private GitCommit() {}

    static String current() {
        String commit = Command.output("git", "rev-parse", "HEAD");
        if (commit.isEmpty()) {
            return UNKNOWN;
        }
        boolean clean = Command.output("git", "status", "--porcelain", "--untracked-files=no")
                .isEmpty();
        return clean ? commit : commit + "-dirty";
    }
}
