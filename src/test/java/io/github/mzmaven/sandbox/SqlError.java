package io.github.mzmaven.sandbox;

/** An error as the server words it. */
public final class SqlError extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String detail;
    private final String hint;
    private final Integer position;

    /** Any of {@code detail}, {@code hint} and {@code position} (1-based, in characters) may be {@code null}. */
    public SqlError(String code, String message, String detail, String hint, Integer position) {
        super(message);
        this.code = code;
        this.detail = detail;
        this.hint = hint;
        this.position = position;
    }

    public SqlError(String code, String message) {
        this(code, message, null, null, null);
    }

    public String code() {
        return code;
    }

    public String detail() {
        return detail;
    }

    public String hint() {
        return hint;
    }

    public Integer position() {
        return position;
    }
}
