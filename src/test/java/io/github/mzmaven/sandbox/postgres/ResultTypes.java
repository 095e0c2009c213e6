package io.github.mzmaven.sandbox.postgres;

import java.math.BigDecimal;

/** Where a result of PostgreSQL differs from Materialize's although the query is the same. */
public final class ResultTypes {
    private static final int NAME = 19;
    private static final int TEXT = 25;
    private static final int UNKNOWN = 705;
    private static final int NUMERIC = 1700;

    private ResultTypes() {}

    /** The type that Materialize gives the column; Materialize's own types have its OIDs already (catalog.sql). */
    public static int toMaterialize(int typeOid) {
        return typeOid == NAME || typeOid == UNKNOWN ? TEXT : typeOid;
    }

    /** The value as Materialize prints it: a numeric without a declared scale has no trailing zeros. */
    public static String toMaterialize(int typeOid, int typeModifier, String value) {
        if (value == null || typeOid != NUMERIC || typeModifier != -1 || value.indexOf('.') < 0) {
            return value;
        }
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }
}
