package io.github.mzmaven.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.mzmaven.Problem;
import io.github.mzmaven.plan.ObjectChange;

/** JSON as people can read it: records in, two spaces a level, the same bytes on every system. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            // A page may be rebuilt from results that a later version of this plugin wrote.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Problem.Severity.class, LowerCase.class)
            .addMixIn(ObjectChange.Change.class, LowerCase.class)
            .addMixIn(ObjectChange.Aspect.class, LowerCase.class)
            .addMixIn(TestReport.Outcome.class, LowerCase.class)
            .addMixIn(RelationDiff.Outcome.class, LowerCase.class)
            .addMixIn(ExportEvent.Outcome.class, LowerCase.class)
            .build();

    /** How the names of constants are written: hard, changed, columns. */
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    private interface LowerCase {}

    private Json() {}

    /** A record as JSON, with a line break at its end. */
    static String of(Object value) {
        var indenter = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts, numbers and lists always become JSON", e);
        }
    }

    /** Reads a result; {@code null} where it is none, or of another shape. */
    static RunResult result(String json) {
        try {
            RunResult result = MAPPER.readValue(json, RunResult.class);
            return result.schemaVersion() == RunResult.SCHEMA_VERSION ? result : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Reads a {@code <goal>-plan.json}; an empty one where it is of another shape. */
    static PlanFile.Document plan(String json) {
        try {
            PlanFile.Document plan = MAPPER.readValue(json, PlanFile.Document.class);
            return plan.schemaVersion() == RunResult.SCHEMA_VERSION ? plan : PlanFile.Document.none();
        } catch (JsonProcessingException e) {
            return PlanFile.Document.none();
        }
    }
}
