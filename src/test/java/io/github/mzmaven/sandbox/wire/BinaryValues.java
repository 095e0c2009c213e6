package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.SqlError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The binary format of the types for which drivers ask it. */
final class BinaryValues {
    private static final int BOOL = 16;
    private static final int INT8 = 20;
    private static final int INT2 = 21;
    private static final int INT4 = 23;
    private static final int OID = 26;
    private static final int FLOAT4 = 700;
    private static final int FLOAT8 = 701;
    private static final int DATE = 1082;
    private static final int TIMESTAMP = 1114;
    private static final int TIMESTAMPTZ = 1184;
    private static final int NUMERIC = 1700;
    private static final int UUID_TYPE = 2950;
    private static final int JSONB = 3802;
    private static final int UINT2 = 16460;
    private static final int UINT4 = 16462;
    private static final int UINT8 = 16464;

    private static final LocalDateTime EPOCH = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final BigInteger TEN_THOUSAND = BigInteger.valueOf(10_000);

    private BinaryValues() {}

    /** The length of a value as RowDescription tells it; -1 where it varies. */
    static int size(int type) {
        return switch (type) {
            case BOOL -> 1;
            case INT2, UINT2 -> 2;
            case INT4, OID, FLOAT4, DATE, UINT4 -> 4;
            case INT8, FLOAT8, TIMESTAMP, TIMESTAMPTZ, UINT8 -> 8;
            case UUID_TYPE -> 16;
            default -> -1;
        };
    }

    static byte[] encode(int type, String value) throws SqlError {
        return switch (type) {
            case BOOL -> new byte[] {(byte) (value.equals("t") ? 1 : 0)};
            case INT2, UINT2 ->
                buffer(2).putShort((short) Integer.parseInt(value)).array();
            case INT4, OID, UINT4 ->
                buffer(4).putInt((int) Long.parseLong(value)).array();
            case INT8 -> buffer(8).putLong(Long.parseLong(value)).array();
            case UINT8 -> buffer(8).putLong(Long.parseUnsignedLong(value)).array();
            case FLOAT4 -> buffer(4).putFloat(Float.parseFloat(value)).array();
            case FLOAT8 -> buffer(8).putDouble(Double.parseDouble(value)).array();
            case DATE ->
                buffer(4)
                        .putInt((int) ChronoUnit.DAYS.between(EPOCH.toLocalDate(), LocalDate.parse(value)))
                        .array();
            case TIMESTAMP -> micros(LocalDateTime.parse(value.replace(' ', 'T')));
            case TIMESTAMPTZ ->
                micros(OffsetDateTime.parse(
                                value.replace(' ', 'T'),
                                DateTimeFormatter.ofPattern(
                                        "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][.SSSSS][.SSSS][.SSS][.SS][.S]X"))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime());
            case NUMERIC -> numeric(new BigDecimal(value));
            case UUID_TYPE -> {
                UUID uuid = UUID.fromString(value);
                yield buffer(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
            }
            case JSONB -> ("\u0001" + value).getBytes(StandardCharsets.UTF_8);
            case 18, 19, 25, 114, 1042, 1043 -> value.getBytes(StandardCharsets.UTF_8);
            default -> throw new SqlError("0A000", "the sandbox does not send type " + type + " in binary");
        };
    }

    /** A parameter that came in binary, as text. */
    static String decode(int type, byte[] value) throws SqlError {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return switch (type) {
            case BOOL -> value[0] == 0 ? "f" : "t";
            case INT2 -> String.valueOf(buffer.getShort());
            case INT4 -> String.valueOf(buffer.getInt());
            case OID -> Integer.toUnsignedString(buffer.getInt());
            case INT8 -> String.valueOf(buffer.getLong());
            case FLOAT4 -> String.valueOf(buffer.getFloat());
            case FLOAT8 -> String.valueOf(buffer.getDouble());
            case UUID_TYPE -> new UUID(buffer.getLong(), buffer.getLong()).toString();
            case 0, 25, 1042, 1043 -> new String(value, StandardCharsets.UTF_8);
            default -> throw new SqlError("0A000", "the sandbox does not read type " + type + " in binary");
        };
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size);
    }

    private static byte[] micros(LocalDateTime time) {
        return buffer(8).putLong(ChronoUnit.MICROS.between(EPOCH, time)).array();
    }

    /** Digits to the base of 10,000, aligned at the decimal point. */
    private static byte[] numeric(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int fraction = (scale + 3) / 4;
        BigInteger rest = value.abs().setScale(fraction * 4).unscaledValue();
        List<Integer> digits = new ArrayList<>();
        for (; rest.signum() > 0; rest = rest.divide(TEN_THOUSAND)) {
            digits.add(0, rest.mod(TEN_THOUSAND).intValue());
        }
        ByteBuffer buffer = buffer(8 + digits.size() * 2);
        buffer.putShort((short) digits.size());
        buffer.putShort((short) (digits.size() - fraction - 1));
        buffer.putShort((short) (value.signum() < 0 ? 0x4000 : 0));
        buffer.putShort((short) scale);
        digits.forEach(digit -> buffer.putShort(digit.shortValue()));
        return buffer.array();
    }
}
