package io.github.mzmaven.sql;

import io.github.mzmaven.sql.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a {@code create_sql} of the catalog as a person would have it in a file: without ids and without the time since when it
 * is, names as the file's place wants them. There every name is quoted, so that an unquoted word is a keyword.
 */
public final class ExportedSql {
    /** How the pieces of a placeholder are kept apart, so that a text of production stays the text that it is. */
    private static final String BRACE = "${";

    private static final String ESCAPED_BRACE = "${$}{";
    private static final String ID = "[us]\\d+";
    private static final List<String> REFRESH_ON_COMMIT = List.of("WITH", "(", "REFRESH", "=", "ON", "COMMIT", ")");
    private static final int SCHEMA_TABLE_COLUMN = 3;
    private static final int DATABASE_SCHEMA_TABLE_COLUMN = 4;

    private final List<Token> tokens;
    private final Names names;
    private final List<Piece> pieces = new ArrayList<>();
    private int next;
    /** Whether a time is read at which a materialized view is refreshed. */
    private boolean refreshTime;

    private String error;
    /** Where the object is, if its name says so. */
    private String ownDatabase;
    /** What queries in WITH may be called; {@code null} until that matters. */
    private Set<String> hiding;

    private ExportedSql(List<Token> tokens, Names names) {
        this.tokens = tokens;
        this.names = names;
    }

    /** How names are to be written; {@code null} says that the name cannot be written. */
    public interface Names {
        /** The object that is made, alone: its statement makes it in the file's schema. */
        String own(String name);

        /**
         * An object that is used.
         *
         * @param shown as the definition has it
         * @param alone whether nothing in the statement would be taken for it if it stood alone
         */
        String object(String id, Name shown, boolean alone);

        /** The cluster after IN CLUSTER; empty where it goes without saying. */
        String cluster(String id);

        /**
         * A schema before a table and its column.
         *
         * @param database {@code null} where the definition does not say it
         */
        String schema(String database, String schema);

        /** Whether the server's clock has passed a time, in milliseconds since 1970. */
        boolean isPast(long time);
    }

    /**
     * A token that is written.
     *
     * @param spaced whether it stands apart from the one before
     */
    record Piece(Token token, String text, boolean spaced) {}

    /** What came of it: the text without a semicolon, or why there is none. */
    public record Result(String text, String error) {}

    /** Writes a definition of a view, a materialized view, an index, a table or a type. */
    public static Result of(String createSql, Names names) {
        Lexer.Tokens read = Lexer.tokensOfBroken(createSql);
        if (read.broken()) {
            return new Result(null, "its definition cannot be read");
        }
        var exported = new ExportedSql(withoutAsOf(read.tokens()), names);
        exported.read();
        return exported.error == null
                ? new Result(new SqlLayout(exported.pieces).text(), null)
                : new Result(null, exported.error);
    }

    /** A name as a person would write it, in a file: quoted where it must be, and no placeholder. */
    public static String name(String name) {
        return Words.shown(name).replace(BRACE, ESCAPED_BRACE);
    }

    /** A text as a literal, in a file. */
    public static String literal(String text) {
        return Sql.literal(text).replace(BRACE, ESCAPED_BRACE);
    }

    /** Whether the definition of a table is one that creates it: columns in parentheses, none of them added later, and options. */
    public static boolean isPlainTable(String createSql) {
        List<Token> tokens = Lexer.tokensOfBroken(createSql).tokens();
        int depth = 0;
        int end = -1;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isWord("VERSION") || depth == 0 && tokens.get(i).isWord("FROM")) {
                return false;
            }
            depth += tokens.get(i).isSign('(') ? 1 : tokens.get(i).isSign(')') ? -1 : 0;
            end = depth == 0 && end < 0 && tokens.get(i).isSign(')') ? i : end;
        }
        return end == tokens.size() - 1
                || end >= 0 && end + 1 < tokens.size() && tokens.get(end + 1).isWord("WITH");
    }

    private static List<Token> withoutAsOf(List<Token> tokens) {
        int size = tokens.size();
        boolean asOf = size > 3
                && tokens.get(size - 3).isWord("AS")
                && tokens.get(size - 2).isWord("OF")
                && tokens.get(size - 1).kind() == Kind.NUMBER;
        return asOf ? tokens.subList(0, size - 3) : tokens;
    }

    private void read() {
        while (next < tokens.size() && tokens.get(next).kind() == Kind.WORD) {
            write(next, tokens.get(next).text());
            next++;
        }
        if (next == tokens.size() || tokens.get(next).kind() != Kind.QUOTED_IDENTIFIER || next < 2) {
            error = "its definition begins in a way that is not known here";
            return;
        }
        int first = next;
        List<Token> own = chain();
        ownDatabase = own.get(0).value();
        write(first, names.own(own.get(own.size() - 1).value()));
        boolean header = true;
        while (next < tokens.size() && error == null) {
            header &= !tokens.get(next).isWord("AS");
            readOne(header);
        }
    }

    private void readOne(boolean header) {
        Token token = tokens.get(next);
        refreshTime = header
                && (refreshTime && !token.isSign(',')
                        || token.isWord("AT")
                                && tokens.get(next - 1).isSign('=')
                                && tokens.get(next - 2).isWord("REFRESH"));
        if (header && startsWith(REFRESH_ON_COMMIT)) {
            next += REFRESH_ON_COMMIT.size();
        } else if (refreshTime && token.text().matches("\\d{1,18}") && afterTimestamp(next + 1) > 0) {
            readTime();
        } else if (token.isSign('[')
                && next + 2 < tokens.size()
                && tokens.get(next + 1).text().matches(ID)) {
            readId(next);
        } else if (token.kind() == Kind.QUOTED_IDENTIFIER) {
            readName(next);
        } else {
            String text = token.text();
            write(next, token.kind() == Kind.STRING ? text.replace(BRACE, ESCAPED_BRACE) : text);
            next++;
        }
    }

    private boolean startsWith(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (next + i >= tokens.size() || !tokens.get(next + i).text().equals(words.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The server puts the time of creation in the place of {@code mz_now()} (src/sql/src/pure.rs of its source), newer ones the value
     * in the place of the whole time, and none takes one that is past.
     */
    private void readTime() {
        int end = afterTimestamp(next + 1);
        boolean whole = tokens.get(next - 1).isWord("AT")
                && (tokens.get(end).isSign(',') || tokens.get(end).isSign(')'));
        if (!whole) {
            write(next, "mz_now()");
            next = end;
        } else if (names.isPast(Long.parseLong(tokens.get(next).text()))) {
            write(next, "CREATION");
            next = end;
        } else {
            write(next, tokens.get(next).text());
            next++;
        }
    }

    /** What follows <code>::"mz_catalog"."mz_timestamp"</code>, with the type's id or without; -1 where that does not stand here. */
    private int afterTimestamp(int at) {
        String plain = "::\"mz_catalog\".\"mz_timestamp\"";
        int end = at;
        var text = new StringBuilder();
        while (end + 1 < tokens.size() && text.length() < plain.length()) {
            boolean id =
                    tokens.get(end).isSign('[') && tokens.get(end + 1).text().matches(ID);
            if (id) {
                end += 3;
            } else {
                text.append(tokens.get(end++).text());
            }
        }
        boolean bracket = end < tokens.size() && tokens.get(end).isSign(']');
        return text.toString().equals(plain) ? end + (bracket ? 1 : 0) : -1;
    }

    /** <code>[u1]</code> is a cluster, <code>[u1 AS "d"."s"."o"]</code> an object; more may stand after its name. */
    private void readId(int bracket) {
        String id = tokens.get(next + 1).text();
        if (tokens.get(next + 2).isSign(']')) {
            next += 3;
            String cluster = names.cluster(id);
            if (cluster == null) {
                error = "its cluster cannot be named in a file";
            } else if (cluster.isEmpty()) {
                pieces.subList(pieces.size() - 2, pieces.size()).clear();
            } else {
                write(bracket, cluster);
            }
            return;
        }
        next += 3;
        if (next >= tokens.size() || tokens.get(next).kind() != Kind.QUOTED_IDENTIFIER) {
            error = "its definition names " + id + " in a way that is not known here";
            return;
        }
        List<Token> chain = chain();
        while (next < tokens.size() && !tokens.get(next).isSign(']')) {
            next++;
        }
        next++;
        var shown = new Name(chain.stream().map(Token::value).toList());
        String name = names.object(id, shown, isAlone(shown.object()));
        if (name == null) {
            error = "it uses " + shown + ", which no file can name so that the copy is meant";
        } else {
            write(bracket, name);
        }
    }

    /** Whether no name outside of brackets is the same: the name of a query in WITH would be taken for the object. */
    private boolean isAlone(String object) {
        if (hiding == null) {
            hiding = new HashSet<>();
            boolean with = false;
            for (int i = 0; i < tokens.size(); i++) {
                Token token = tokens.get(i);
                boolean name = token.kind() == Kind.QUOTED_IDENTIFIER;
                with |= i > 0 && tokens.get(i - 1).isWord("WITH") && (name || token.isWord("MUTUALLY"));
                if (name && (i == 0 || !tokens.get(i - 1).isSign('.'))) {
                    hiding.add(token.value());
                }
            }
            if (!with) {
                hiding.clear();
            }
        }
        return !hiding.contains(object);
    }

    /** Names joined by dots, from the one that stands here; what is next is what follows them. */
    private List<Token> chain() {
        var chain = new ArrayList<Token>();
        chain.add(tokens.get(next++));
        while (next + 1 < tokens.size()
                && tokens.get(next).isSign('.')
                && tokens.get(next + 1).kind() == Kind.QUOTED_IDENTIFIER) {
            chain.add(tokens.get(next + 1));
            next += 2;
        }
        return chain;
    }

    private void readName(int first) {
        boolean field = next > 0 && tokens.get(next - 1).isSign('.');
        List<Token> chain = chain();
        List<String> parts = chain.stream().map(token -> name(token.value())).toList();
        boolean called = next < tokens.size() && tokens.get(next).isSign('(');
        boolean all = next + 1 < tokens.size()
                && tokens.get(next).isSign('.')
                && tokens.get(next + 1).isSign('*');
        int length = chain.size() + (all ? 1 : 0);
        if (field || called || length < SCHEMA_TABLE_COLUMN || length > DATABASE_SCHEMA_TABLE_COLUMN) {
            write(first, String.join(".", parts));
            return;
        }
        int at = length - SCHEMA_TABLE_COLUMN;
        String database = at == 0
                ? otherDatabase(chain.get(0).value(), chain.get(1).value())
                : chain.get(0).value();
        String schema = names.schema(database, chain.get(at).value());
        if (schema == null) {
            error = "it names a column by the schema " + chain.get(at).value() + ", which no placeholder can stand for";
            return;
        }
        write(first, schema + parts.subList(at + 1, parts.size()).stream().collect(Collectors.joining(".", ".", "")));
    }

    /** The database of a relation in brackets, where it is another one and has a schema of that name; else {@code null}. */
    private String otherDatabase(String schema, String relation) {
        for (int i = 3; i + 4 < tokens.size(); i++) {
            boolean names = tokens.get(i - 1).isWord("AS")
                    && tokens.get(i - 3).isSign('[')
                    && tokens.get(i + 1).isSign('.')
                    && tokens.get(i + 3).isSign('.');
            if (names
                    && tokens.get(i + 2).value().equals(schema)
                    && tokens.get(i + 4).value().equals(relation)) {
                String database = tokens.get(i).value();
                return database.equals(ownDatabase) ? null : database;
            }
        }
        return null;
    }

    private void write(int index, String text) {
        Token token = tokens.get(index);
        pieces.add(new Piece(token, text, index > 0 && tokens.get(index - 1).end() < token.start()));
    }
}
