package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextFormsTest {

    @Test
    void escapesWhatMeansSomethingInHtml() {
        assertThat(Html.escape("<b title=\"x\">a & 'b'</b>"))
                .isEqualTo("&lt;b title=&quot;x&quot;&gt;a &amp; &#39;b&#39;&lt;/b&gt;");
    }
}
