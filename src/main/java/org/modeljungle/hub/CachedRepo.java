package org.modeljungle.hub;

import java.nio.file.Files;
import java.util.List;
import org.modeljungle.Check;

/**
 * What a cache has of a model, for use without the hub.
 *
 * @param folder the model in the cache
 * @param id which revision of it
 */
record CachedRepo(RepoFolder folder, HubId id) {

    private static final String ONLINE = "; fetch it once online";

    /**
     * The commit of its revision.
     *
     * @throws HubException if the cache does not know it
     */
    String commit() {
        return folder.commit(id.revision()).orElseThrow(() -> {
            List<String> commits = folder.commits();
            String todo = commits.isEmpty() ? ONLINE : "; name one of these: " + id.repo() + "@" + commits.get(0);
            return missing("the revision '" + id.revision() + "'", found(commits) + todo);
        });
    }

    /**
     * The files of a commit.
     *
     * @throws HubException if there is none
     */
    List<HubFile> files(String commit) {
        List<HubFile> files = folder.files(commit);
        if (files.isEmpty()) {
            throw missing("files of commit " + commit, found(folder.commits()) + ONLINE);
        }
        return files;
    }

    HubFile file(String commit, String path) {
        List<HubFile> files = files(commit);
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow(() -> missing(
                        path,
                        "of this commit only "
                                + Check.excerpt(String.join(
                                        ", ", files.stream().map(HubFile::path).toList()))
                                + ONLINE));
    }

    /** Whether the cache alone has a file of the revision in full, whatever the hub has by now. */
    boolean hasPinned(String path) {
        return id.pinned() && Files.isRegularFile(folder.file(id.revision(), path));
    }

    private static String found(List<String> commits) {
        return commits.isEmpty()
                ? "nothing of this model"
                : "no such one, and files of " + commits.size() + " commits, such as " + commits.get(0);
    }

    private HubException missing(String what, String found) {
        return new HubException("hub: %s: expected %s in the cache while offline, found %s (in %s)"
                .formatted(id, what, found, folder.folder()));
    }
}
