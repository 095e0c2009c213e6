package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObjectTypeTest {
    @Test
    void aTypeOfANewerServerIsShownAndWrittenByItsWord() {
        var known = new ObjectType("materialized-view");
        var unknown = new ObjectType("moving-picture");

        assertThat(known).isEqualTo(ObjectType.MATERIALIZED_VIEW).hasToString("materialized view");
        assertThat(known.sql()).isEqualTo("MATERIALIZED VIEW");
        assertThat(unknown).isNotEqualTo(known).hasToString("moving picture");
        assertThat(unknown.sql()).isEqualTo("MOVING PICTURE");
        assertThat(unknown.isRelation() || unknown.isSinkable() || unknown.isStateful())
                .isFalse();
    }
}
