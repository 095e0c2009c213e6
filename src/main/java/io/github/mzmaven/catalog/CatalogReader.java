package io.github.mzmaven.catalog;

import io.github.mzmaven.config.Settings;
import io.github.mzmaven.session.DatabaseException;
import io.github.mzmaven.session.Session;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the catalog: the relations that a goal needs, whole, in one message; then, in another, the details of those things
 * only that it looks at. No more round trips, however much there is.
 */
public final class CatalogReader {
    /** A cluster that somebody drops between two messages ends the second one; then it is all read again. */
    private static final int ATTEMPTS = 3;

    /** PostgreSQL's text form of a timestamp with time zone, with any number of fractional digits. */
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendPattern("[XXX][XX][X]")
            .toFormatter();

    private CatalogReader() {}

    /** Reads which clusters there are, and nothing else: ids by name. */
    public static Map<String, String> clusterIds(Session session) {
        return new Tables(session)
                .ask(Request.whole(List.of(Relations.CLUSTERS))).of(Relations.CLUSTERS).stream()
                        .collect(Collectors.toMap(Cluster::name, Cluster::id));
    }

    /**
     * Reads the catalog.
     *
     * @param reading what the goal needs to know; asking the result for anything else is an {@link IllegalStateException}
     */
    public static Catalog read(Session session, Settings settings, Reading reading) {
        return read(session, settings, reading, null, Details.hoped(reading, settings));
    }

    /**
     * Reads the catalog once more: in one message, as long as it holds what it held before.
     *
     * @param reading what to look at again, not necessarily what was read before
     * @param before an earlier reading, on this session or another; it says of which things the details will be wanted
     */
    public static Catalog again(Session session, Settings settings, Reading reading, Catalog before) {
        return read(session, settings, reading, before, Details.expected(reading, settings, before));
    }

    private static Catalog read(Session session, Settings settings, Reading reading, Catalog before, Request expected) {
        session.onCatalog();
        Request details = expected;
        for (int attempt = 1; ; attempt++) {
            try {
                var tables = new Tables(session);
                var assembler = new CatalogAssembler(reading, before, tables);
                tables.ask(Request.whole(reading.relations()).and(details));
                tables.ask(Details.of(reading, settings, assembler.catalog()));
                return assembler.catalog();
            } catch (DatabaseException e) {
                boolean mayBeGone = reading.readsClusterDefinitions() && !e.isConnectionLost() && !e.isCancelled();
                if (!mayBeGone || attempt == ATTEMPTS) {
                    throw e;
                }
                details = Request.NOTHING;
            }
        }
    }

    /** Reads a timestamp as the server prints it. */
    public static Instant instant(String text) {
        return OffsetDateTime.parse(text, TIMESTAMP).toInstant();
    }
}
