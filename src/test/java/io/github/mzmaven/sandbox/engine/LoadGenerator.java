package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of the server's load generators; here they stay empty. */
record LoadGenerator(Map<String, List<ColumnDef>> tables) {
    private static final int BIGINT = 20;
    private static final int INTEGER = 23;
    private static final int TEXT = 25;
    private static final int NUMERIC = 1700;
    private static final int DATE = 1082;
    private static final int TIMESTAMPTZ = 1184;

    static final List<ColumnDef> PROGRESS = columns("offset bigint");

    /** {@code null} for one that is not carried. */
    static LoadGenerator named(String name) {
        return switch (name) {
            case "auction" ->
                of(
                        "accounts: id bigint, org_id bigint, balance bigint",
                        "auctions: id bigint, seller bigint, item text, end_time timestamptz",
                        "bids: id bigint, buyer bigint, auction_id bigint, amount integer, bid_time timestamptz",
                        "organizations: id bigint, name text",
                        "users: id bigint, org_id bigint, name text");
            case "marketing" ->
                of(
                        "clicks: impression_id bigint, click_time timestamptz",
                        "conversion_predictions: lead_id bigint, experiment_bucket text, predicted_at timestamptz,"
                                + " score numeric",
                        "coupons: id bigint, lead_id bigint, created_at timestamptz, amount bigint",
                        "customers: id bigint, email text, income bigint",
                        "impressions: id bigint, customer_id bigint, campaign_id bigint, impression_time timestamptz",
                        "leads: id bigint, customer_id bigint, created_at timestamptz, converted_at timestamptz,"
                                + " conversion_amount bigint");
            case "tpch" -> tpch();
            default -> null;
        };
    }

    private static LoadGenerator tpch() {
        return of(
                "customer: c_custkey bigint, c_name text, c_address text, c_nationkey bigint, c_phone text,"
                        + " c_acctbal numeric, c_mktsegment text, c_comment text",
                "lineitem: l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity"
                        + " numeric, l_extendedprice numeric, l_discount numeric, l_tax numeric, l_returnflag text,"
                        + " l_linestatus text, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct"
                        + " text, l_shipmode text, l_comment text",
                "nation: n_nationkey bigint, n_name text, n_regionkey bigint, n_comment text",
                "orders: o_orderkey bigint, o_custkey bigint, o_orderstatus text, o_totalprice numeric, o_orderdate"
                        + " date, o_orderpriority text, o_clerk text, o_shippriority integer, o_comment text",
                "part: p_partkey bigint, p_name text, p_mfgr text, p_brand text, p_type text, p_size integer,"
                        + " p_container text, p_retailprice numeric, p_comment text",
                "partsupp: ps_partkey bigint, ps_suppkey bigint, ps_availqty integer, ps_supplycost numeric,"
                        + " ps_comment text",
                "region: r_regionkey bigint, r_name text, r_comment text",
                "supplier: s_suppkey bigint, s_name text, s_address text, s_nationkey bigint, s_phone text, s_acctbal"
                        + " numeric, s_comment text");
    }

    private static LoadGenerator of(String... tables) {
        Map<String, List<ColumnDef>> byName = new TreeMap<>();
        for (String table : tables) {
            String[] parts = table.split(": ");
            byName.put(parts[0], columns(parts[1]));
        }
        return new LoadGenerator(byName);
    }

    private static List<ColumnDef> columns(String list) {
        List<ColumnDef> columns = new ArrayList<>();
        for (String column : list.split(", ")) {
            String[] parts = column.split(" ");
            String type = parts[1].equals("timestamptz") ? "timestamp with time zone" : parts[1];
            columns.add(new ColumnDef(parts[0], type, parts[0].equals("converted_at"), oid(parts[1])));
        }
        return List.copyOf(columns);
    }

    private static int oid(String type) {
        return switch (type) {
            case "bigint" -> BIGINT;
            case "integer" -> INTEGER;
            case "numeric" -> NUMERIC;
            case "date" -> DATE;
            case "timestamptz" -> TIMESTAMPTZ;
            default -> TEXT;
        };
    }
}
