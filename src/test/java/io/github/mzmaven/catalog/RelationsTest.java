package io.github.mzmaven.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.conformance.RecordedStatements;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RelationsTest {
    /** The rest stands in the list of indexes in the server's source. */
    @Test
    void anIndexIsOneThatARecordedServerHas() throws IOException {
        Map<String, Boolean> recorded = RecordedStatements.indexed();
        Map<String, Boolean> said = new TreeMap<>(EveryRelation.indexed());
        said.keySet().retainAll(recorded.keySet());
        recorded.keySet().retainAll(said.keySet());

        assertThat(said).hasSizeGreaterThan(20).isEqualTo(recorded);
    }
}
