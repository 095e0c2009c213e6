package io.github.mzmaven.sandbox.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.math.BigDecimal;

/** Where a result of PostgreSQL differs from Materialize's although the query is the same. */
public final class ResultTypes {
    private static final int NAME = 19;
    private static final int TEXT = 25;
    private static final int UNKNOWN = 705;
    private static final int NUMERIC = 1700;
    private static final int JSONB = 3802;
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private ResultTypes() {}

    /** The type that Materialize gives the column; Materialize's own types have its OIDs already (catalog.sql). */
    public static int toMaterialize(int typeOid) {
        return typeOid == NAME || typeOid == UNKNOWN ? TEXT : typeOid;
    }

    /**
     * The value as Materialize prints it: a numeric without a declared scale has no trailing zeros, jsonb no blanks and
     * its keys in order.
     */
    public static String toMaterialize(int typeOid, int typeModifier, String value) {
        if (value == null) {
            return null;
        }
        if (typeOid == JSONB) {
            return json(value);
        }
        if (typeOid != NUMERIC || typeModifier != -1 || value.indexOf('.') < 0) {
            return value;
        }
        return new BigDecimal(value).stripTrailingZeros().toPlainString();
    }

    private static String json(String value) {
        try {
            return JSON.writeValueAsString(JSON.readValue(value, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + value, e);
        }
    }
}
