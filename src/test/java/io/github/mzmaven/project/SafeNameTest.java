package io.github.mzmaven.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    private static String of(String name) {
        return SafeName.of(List.of(name), ".sql").get(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "orders|orders.sql",
                "Orders 2024|Orders 2024.sql",
                "größe|größe.sql",
                "100%|100%.sql",
                "100%25|100%2525.sql",
                "a/b|a%2Fb.sql",
                "a\\b:c*d?e<f>g|a%5Cb%3Ac%2Ad%3Fe%3Cf%3Eg.sql",
                "../x|%2E.%2Fx.sql",
                ".hidden|%2Ehidden.sql",
                "..|%2E%2E.sql",
                ".|%2E.sql",
                "dot.|dot%2E.sql",
                " blank |%20blank%20.sql",
                "con|%63on.sql",
                "CON|%43ON.sql",
                "nul.orders|%6Eul.orders.sql",
                "com1|%63om1.sql",
                "com10|com10.sql",
                "console|console.sql",
            })
    void isWhatAnyFileSystemTakes(String name, String expected) {
        assertThat(of(name)).isEqualTo(expected);
        assertThat(SafeName.decode(expected.substring(0, expected.length() - 4)))
                .isEqualTo(name);
    }

    @Test
    void controlCharactersAndWhatIsNotSeenAreWrittenOut() {
        assertThat(of("a\tb\nc\u0000d\u202Ee\u00a0f")).isEqualTo("a%09b%0Ac%00d%E2%80%AEe%C2%A0f.sql");
    }

    @Test
    void namesThatDifferInCaseOrInTheFormOfAnAccentOnlyAreToldApart() {
        assertThat(SafeName.of(List.of("orders", "Orders", "ORDERS", "é", "e\u0301"), ".sql"))
                .containsOnly(
                        Map.entry("orders", "orders.sql"),
                        Map.entry("Orders", "%4Frders.sql"),
                        Map.entry("ORDERS", "%4F%52%44%45%52%53.sql"),
                        Map.entry("é", "é.sql"),
                        Map.entry("e\u0301", "e%CC%81.sql"));
    }

    @Test
    void aNameThatIsTooLongEndsInAHashOfItself() {
        String one = "ä".repeat(127);
        String other = "ä".repeat(126) + "b";
        Map<String, String> names = SafeName.of(List.of(one, other), ".sql");
        assertThat(names.get(one)).startsWith("ä".repeat(100)).matches("ä+~[0-9a-f]{10}\\.sql");
        assertThat(names.get(one)).isNotEqualTo(names.get(other));
        names.values()
                .forEach(name ->
                        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255));
        assertThat(of("a".repeat(251))).isEqualTo("a".repeat(251) + ".sql");
        assertThat(of("/".repeat(255)).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void theOrderOfNamesDoesNotMatter() {
        var names =
                new ArrayList<>(List.of("a", "A", "b/c", "B/c", "straße", "STRASSE", "x".repeat(255), "X".repeat(255)));
        Map<String, String> safe = SafeName.of(names, ".sql");
        Collections.reverse(names);

        assertThat(SafeName.of(names, ".sql")).isEqualTo(safe);
        Set<String> folded = new HashSet<>();
        safe.values().forEach(name -> folded.add(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT)));
        assertThat(folded).hasSize(names.size());
    }
}
