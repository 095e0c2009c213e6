package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the server's load generator AUCTION makes; here it stays empty. */
final class Auction {
    static final List<ColumnDef> PROGRESS = List.of(bigint("offset"));

    /** Its tables in the order in which they are made. */
    static final Map<String, List<ColumnDef>> TABLES = new TreeMap<>(Map.of(
            "accounts", List.of(bigint("id"), bigint("org_id"), bigint("balance")),
            "auctions", List.of(bigint("id"), bigint("seller"), text("item"), time("end_time")),
            "bids", List.of(bigint("id"), bigint("buyer"), bigint("auction_id"), integer("amount"), time("bid_time")),
            "organizations", List.of(bigint("id"), text("name")),
            "users", List.of(bigint("id"), bigint("org_id"), text("name"))));

    private Auction() {}

    private static ColumnDef bigint(String name) {
        return new ColumnDef(name, "bigint", false, 20);
    }

    private static ColumnDef integer(String name) {
        return new ColumnDef(name, "integer", false, 23);
    }

    private static ColumnDef text(String name) {
        return new ColumnDef(name, "text", false, 25);
    }

    private static ColumnDef time(String name) {
        return new ColumnDef(name, "timestamp with time zone", false, 1184);
    }
}
