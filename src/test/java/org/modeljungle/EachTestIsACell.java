package org.modeljungle;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Jobs that a test leaves open are not those of the next: each test is a cell of its own. */
public final class EachTestIsACell implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        JobStack.cellStarts();
    }
}
