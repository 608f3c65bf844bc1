package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupMeansTest {

    @Test
    void eachGroupHasTheMeanOfItsMembers() {
        assertThat(GroupMeans.of(List.of("oak", "ash", "oak"), List.of(1.0, .5, 2.0)))
                .containsExactly(java.util.Map.entry("oak", 1.5), java.util.Map.entry("ash", .5));
        assertThatThrownBy(() -> GroupMeans.of(List.of("oak"), List.of()))
                .hasMessage("means of groups: expected a value for each of 1 members, found 0");
    }
}
