package io.github.mzmaven.project;

import io.github.mzmaven.Problem;
import io.github.mzmaven.project.SqlStatement.Segment;
import io.github.mzmaven.sql.Lexer;
import io.github.mzmaven.sql.Sql;
import io.github.mzmaven.sql.StatementSummary;
import io.github.mzmaven.sql.StatementSummaryParser;
import io.github.mzmaven.sql.Token;
import io.github.mzmaven.sql.Token.Kind;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a statement out of its tokens: replaces placeholders, and keeps track of what comes from where. */
final class StatementBuilder {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}\\r\\n]*)}");

    private final Source source;
    private final Placeholders placeholders;
    private final List<Problem> problems;
    private final StringBuilder sql = new StringBuilder();
    private final List<Segment> segments = new ArrayList<>();
    private int copied;

    private StatementBuilder(Source source, Placeholders placeholders, List<Problem> problems) {
        this.source = source;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    /** @param tokens the first and the last are no comments */
    static SqlStatement build(Source source, List<Token> tokens, Placeholders placeholders, List<Problem> problems) {
        var builder = new StatementBuilder(source, placeholders, problems);
        int start = tokens.get(0).start();
        int before = problems.size();
        builder.copied = start;
        builder.segments.add(new Segment(0, start, false));
        tokens.forEach(builder::add);
        builder.copyTo(tokens.get(tokens.size() - 1).end());
        String text = builder.sql.toString();
        StatementSummary summary = StatementSummaryParser.parse(text);
        // A placeholder without a value leaves a hole, which is a problem named already.
        boolean hole = problems.size() > before && summary.stuckAt() != null;
        return new SqlStatement(
                source, start, text, builder.segments, hole ? StatementSummaryParser.parse("") : summary);
    }

    private void add(Token token) {
        if (token.isComment()) {
            endComment(token);
            return;
        }
        Matcher matcher = PLACEHOLDER.matcher(token.text());
        boolean found = false;
        while (matcher.find()) {
            found = true;
            int start = token.start() + matcher.start();
            copyTo(start);
            String value = value(matcher.group(1), start);
            replace(
                    value == null ? "" : written(matcher.group(1), value, token, start),
                    start,
                    matcher.end() - matcher.start());
        }
        if (!found && token.kind() == Kind.PLACEHOLDER) {
            problem(token.start(), "${ begins no placeholder here: a name on one line is expected between the braces.");
        }
    }

    /** A lone carriage return ends no comment on a server (src/sql-lexer of its source), which would go on with what follows. */
    private void endComment(Token comment) {
        String text = source.text();
        if (comment.kind() == Kind.LINE_COMMENT
                && text.startsWith("\r", comment.end())
                && !text.startsWith("\r\n", comment.end())) {
            copyTo(comment.end());
            sql.append('\n');
            copied++;
        }
    }

    private String value(String name, int offset) {
        String value = placeholders.value(name);
        if (value == null) {
            List<String> known = placeholders.known();
            problem(
                    offset,
                    "There is no placeholder ${" + name + "}." + Nearest.hint(name, known),
                    known.isEmpty() ? "No placeholders are configured." : "Known: " + String.join(", ", known));
        }
        return value;
    }

    /** The value as it must be written where it stands, so that it stays inside the quotes that it is in. */
    private String written(String name, String value, Token token, int offset) {
        switch (token.kind()) {
            case STRING:
                return (token.hasEscapes() ? value.replace("\\", "\\\\") : value).replace("'", "''");
            case QUOTED_IDENTIFIER:
                return value.replace("\"", "\"\"");
            case DOLLAR_STRING:
                String delimiter = token.openingQuotes();
                if (value.contains(delimiter)) {
                    problem(
                            offset,
                            "The value of ${" + name + "} holds " + delimiter + ", which would end the string.");
                }
                return value;
            default:
                if (placeholders.isName(name)) {
                    return Sql.identifier(value);
                }
                if (!isPlain(value)) {
                    problem(
                            offset,
                            "The value of ${" + name + "} holds a semicolon, a comment or an open quote, which may only"
                                    + " stand inside quotes.");
                }
                return value;
        }
    }

    private static boolean isPlain(String value) {
        try {
            return Lexer.tokens(value).stream()
                    .noneMatch(token -> token.isComment() || token.isSign(';') || token.kind() == Kind.PLACEHOLDER);
        } catch (Lexer.UnterminatedException e) {
            return false;
        }
    }

    private void replace(String value, int start, int length) {
        segments.add(new Segment(sql.length(), start, true));
        sql.append(value);
        copied = start + length;
        segments.add(new Segment(sql.length(), copied, false));
    }

    private void copyTo(int offset) {
        sql.append(source.text(), copied, offset);
        copied = offset;
    }

    private void problem(int offset, String what, String... remedy) {
        problems.add(Problem.hard(source.at(offset) + ": " + what, remedy).in(source.place(offset)));
    }
}
