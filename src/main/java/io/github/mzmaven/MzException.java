package io.github.mzmaven;

import io.github.mzmaven.text.UrlPasswords;
import java.util.List;

/**
 * An error that a person reads: what happened, what state the database is in now, and what to do. The mojos map it once:
 * {@link Kind#REFUSED} and {@link Kind#FAILED_CHECK} fail the build as a compilation error would, the others break it.
 */
public class MzException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What sort of error it is; a mojo decides by it between a build failure and a build error. */
    public enum Kind {
        /** The goal refuses: bad configuration, missing permissions, a state in which it must not run. */
        REFUSED,
        /** Something waited for or tested did not come true: not hydrated in time, a test with rows. */
        FAILED_CHECK,
        /** The database answered with an error. */
        DATABASE,
        /** The connection could not be made, or was lost. */
        CONNECTION
    }

    private final Kind kind;
    private final transient Place place;

    public MzException(Kind kind, String message) {
        this(kind, message, null, null);
    }

    public MzException(Kind kind, String message, Throwable cause) {
        this(kind, message, null, cause);
    }

    /**
     * An error in one of the project's files.
     *
     * @param place {@code null} where it is in none
     */
    public MzException(Kind kind, String message, Place place, Throwable cause) {
        super(UrlPasswords.hidden(message), cause);
        this.kind = kind;
        this.place = place;
    }

    public Kind kind() {
        return kind;
    }

    /** Where in the project's files the error is; {@code null} where it is in none. */
    public Place place() {
        return place;
    }

    /** A refusal with all its reasons, numbered, under a headline such as "mz:init refuses. Nothing was written.". */
    public static MzException refusal(String headline, List<Problem> problems) {
        var text = new StringBuilder(headline)
                .append(problems.size() == 1 ? " 1 problem:" : " " + problems.size() + " problems:");
        for (int i = 0; i < problems.size(); i++) {
            Problem problem = problems.get(i);
            text.append('\n').append(String.format("%2d. %s", i + 1, problem.what()));
            for (String line : problem.remedy()) {
                text.append("\n    ").append(line);
            }
        }
        return new MzException(Kind.REFUSED, text.toString());
    }
}
