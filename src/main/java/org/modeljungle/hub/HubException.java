package org.modeljungle.hub;

/** What was asked of a hub could not be had. The message says what, what was found, where, and what to do. */
public final class HubException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean noSuchFile;

    HubException(String message) {
        this(message, 0, false);
    }

    HubException(String message, int status, boolean noSuchFile) {
        super(message);
        this.status = status;
        this.noSuchFile = noSuchFile;
    }

    /** The status of the hub's answer, such as 404; 0 where there was none, or it was not the reason. */
    public int status() {
        return status;
    }

    /** Whether the model is there and the file is not. */
    boolean noSuchFile() {
        return noSuchFile;
    }
}
