package io.github.mzmaven.project;

import io.github.mzmaven.Problem;
import io.github.mzmaven.sql.Lexer;
import io.github.mzmaven.sql.Token;
import io.github.mzmaven.sql.Token.Kind;
import io.github.mzmaven.text.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the project's SQL, taken apart.
 *
 * @param source its text
 * @param headers values of <code>-- mz:key=value</code> comments before its first statement
 * @param statements in order
 */
public record SqlFile(Source source, Map<String, String> headers, List<SqlStatement> statements) {
    private static final Pattern HEADER = Pattern.compile("--\\s*mz:\\s*([^=\\s]*)\\s*=?\\s*(.*?)\\s*");

    public SqlFile {
        headers = Map.copyOf(headers);
        statements = List.copyOf(statements);
    }

    /** With slashes, relative to the directory that was read. */
    public String path() {
        return source.path();
    }

    /**
     * Takes a file apart.
     *
     * @param headerKeys which header comments it may have
     * @param problems takes what is wrong in it
     */
    public static SqlFile parse(
            Source source, Collection<String> headerKeys, Placeholders placeholders, List<Problem> problems) {
        var headers = new TreeMap<String, String>();
        var statements = new ArrayList<SqlStatement>();
        try {
            List<Token> tokens = Lexer.tokens(source.text());
            for (Token token : tokens) {
                if (!token.isComment()) {
                    break;
                }
                readHeader(source, token, headerKeys, headers, problems);
            }
            for (List<Token> tokensOfOne : Lexer.statements(tokens)) {
                List<Token> statement = withoutCommentsAround(tokensOfOne);
                if (!statement.isEmpty()) {
                    statements.add(StatementBuilder.build(source, statement, placeholders, problems));
                }
            }
        } catch (Lexer.UnterminatedException e) {
            problems.add(Problem.hard(
                            source.at(e.offset()) + ": " + e.getMessage(),
                            source.excerpt(e.offset()).split("\n"))
                    .in(source.place(e.offset())));
        }
        return new SqlFile(source, headers, statements);
    }

    private static void readHeader(
            Source source, Token token, Collection<String> keys, Map<String, String> headers, List<Problem> problems) {
        Matcher matcher = HEADER.matcher(token.text());
        if (token.kind() != Kind.LINE_COMMENT || !matcher.matches()) {
            return;
        }
        String key = matcher.group(1);
        if (!keys.contains(key)) {
            problems.add(Problem.hard(
                            source.at(token.start()) + ": mz:" + key + " is unknown here." + Nearest.hint(key, keys),
                            "Known: mz:" + String.join(", mz:", keys))
                    .in(source.place(token.start())));
        } else if (matcher.group(2).isEmpty()) {
            problems.add(Problem.hard(source.at(token.start()) + ": mz:" + key + " has no value.")
                    .in(source.place(token.start())));
        } else {
            headers.put(key, matcher.group(2));
        }
    }

    private static List<Token> withoutCommentsAround(List<Token> tokens) {
        int start = 0;
        int end = tokens.size();
        while (start < end && tokens.get(start).isComment()) {
            start++;
        }
        while (start < end && tokens.get(end - 1).isComment()) {
            end--;
        }
        return tokens.subList(start, end);
    }
}
