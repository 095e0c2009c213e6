package io.github.mzmaven.goal.swap;

import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.DeploymentFacts;
import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.goal.swap.Replacement.Handover;
import io.github.mzmaven.plan.Deployment;
import io.github.mzmaven.plan.Direction;
import io.github.mzmaven.plan.Step;
import io.github.mzmaven.sql.Sql;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When and by whom production got the version that it has: in the marker's facts, and in the comments of the schemas. */
final class PromotionFacts {
    private static final DateTimeFormatter TAG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssx").withZone(ZoneOffset.UTC);

    private final Replacement replacement;
    private final Deployment deployment;
    private final Catalog catalog;
    private final DeploymentFacts facts;
    private final boolean promotedAgain;

    /** @param swapped whether production has the wanted version already */
    PromotionFacts(Replacement replacement, boolean swapped) {
        this.replacement = replacement;
        this.deployment = replacement.deployment();
        this.catalog = deployment.catalog();
        this.facts = deployment.marker().facts();
        this.promotedAgain =
                replacement.direction() == Direction.PROMOTE && !swapped && facts != null && facts.promoted() != null;
    }

    /** A rollback that was cut off may have left when the last promote was, which is not when this one is. */
    List<Step> forgetLast() {
        return promotedAgain
                ? List.of(comment(deployment.marker().schemaName(), facts.notPromoted(), "forget the last promote"))
                : List.of();
    }

    /**
     * What follows the swap; nothing where the marker says it already.
     *
     * @param markerName the marker's after the swap
     */
    List<Step> record(String markerName) {
        boolean lost = facts == null && replacement.direction() == Direction.ROLLBACK;
        DeploymentFacts wanted = wanted();
        return lost || wanted.equals(facts)
                ? List.of()
                : List.of(comment(markerName, wanted, "record when and by whom"));
    }

    /** The comment of dbt-materialize's deploy_promote, with the time that it leaves out. */
    List<Step> tags() {
        if (replacement.direction() == Direction.ROLLBACK) {
            return List.of();
        }
        DeploymentFacts wanted = wanted();
        String sha = wanted.git() != null ? wanted.git() : deployment.settings().gitSha();
        String tag =
                "Deployment by " + wanted.promotedBy() + " on " + TAG_TIME.format(Instant.parse(wanted.promoted()));
        String text = tag + (sha == null ? "" : " | Commit SHA: " + sha);
        var steps = new ArrayList<Step>();
        for (Handover schema : replacement.schemas().values()) {
            if (!text.equals(catalog.schemaComments().get(schema.replacement().id()))) {
                steps.add(new Step.Comment(
                        ObjectType.SCHEMA,
                        Sql.qualified(catalog.database().name(), schema.name()),
                        text,
                        "tag schema " + schema.name() + ": " + tag));
            }
        }
        return steps;
    }

    /** What the marker is to say: when the promote was stays once it is said, since a second run must not tag once more. */
    private DeploymentFacts wanted() {
        DeploymentFacts known = facts == null
                ? DeploymentFacts.of(deployment.marker().deployment(), null)
                : promotedAgain ? facts.notPromoted() : facts;
        Catalog.Identity identity = catalog.identity();
        String now = identity.now().truncatedTo(ChronoUnit.SECONDS).toString();
        if (replacement.direction() == Direction.ROLLBACK) {
            return known.promoted() == null ? known : known.rolledBack(now);
        }
        boolean said = known.promoted() != null;
        return known.withPromoted(
                        said ? known.promoted() : now,
                        known.promotedBy() != null ? known.promotedBy() : identity.role(),
                        said ? known.newest() : newest())
                .fitting();
    }

    /** The id of the newest object of what is swapped in; {@code null} where it holds none. */
    private String newest() {
        return replacement.replacements().stream()
                .max(Comparator.comparingLong(CatalogObject::number))
                .map(CatalogObject::id)
                .orElse(null);
    }

    private Step comment(String markerName, DeploymentFacts text, String describe) {
        return new Step.MarkerStep(new Step.Comment(
                ObjectType.SCHEMA, Sql.qualified(catalog.database().name(), markerName), text.json(), describe));
    }
}
