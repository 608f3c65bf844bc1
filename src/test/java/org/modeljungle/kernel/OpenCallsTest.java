package org.modeljungle.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenCallsTest {

    @Test
    void callsAreFoundFromTheInside() {
        assertThat(OpenCalls.positions("f(g(1), h(2, ")).containsExactly(12, 10, 7, 2);
        assertThat(OpenCalls.positions("f(1); g(2)")).isEmpty();
        assertThat(OpenCalls.positions("f(x -> { int[] a = {1, 2}; g(")).containsExactly(29, 29, 2, 2);
    }

    @Test
    void textsAndCommentsAreNoCode() {
        assertThat(OpenCalls.positions("f(\"g(\", ')', /* ( */ \"a\\\"(\"")).containsExactly(12, 2);
        assertThat(OpenCalls.positions("f(\"an open (text, ")).containsExactly(2, 2);
        assertThat(OpenCalls.positions("// f(\ng(")).containsExactly(8, 8);
        assertThat(OpenCalls.positions("f(\"\uD83D\uDE00\", ")).containsExactly(7, 2);
    }

    @Test
    void whatClosesTooMuchIsIgnored() {
        assertThat(OpenCalls.positions(")}), f(")).containsExactly(7, 7);
    }
}
