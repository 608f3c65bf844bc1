package org.modeljungle.hub;

/** What was asked of a hub could not be had. The message says what, what was found, where, and what to do. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What kind of failure asks for something else to be tried, or for nothing more. */
    enum Kind {
        OTHER,
        NO_SUCH_FILE,
        UNREACHABLE
    }

    private final int status;
    private final Kind kind;

    HubException(String message) {
        this(message, 0, Kind.OTHER);
    }

    HubException(String message, int status, Kind kind) {
        super(message);
        this.status = status;
        this.kind = kind;
    }

    /** The status of the hub's answer, such as 404; 0 where there was none, or it was not the reason. */
    public int status() {
        return status;
    }

    /** Whether the model is there and the file is not. */
    boolean noSuchFile() {
        return kind == Kind.NO_SUCH_FILE;
    }

    /** Whether there was no answer at all, which other requests will not have either. */
    boolean unreachable() {
        return kind == Kind.UNREACHABLE;
    }
}
