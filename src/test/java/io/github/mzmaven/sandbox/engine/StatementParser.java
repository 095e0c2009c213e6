package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses a message into its statements. */
final class StatementParser {
    private static final Set<String> QUERIES = Set.of("select", "values", "with", "table");

    private final TokenCursor in;

    private StatementParser(TokenCursor in) {
        this.in = in;
    }

    /** @param tokens of the statement, without the semicolon, ending in EOF */
    record Parsed(Statement statement, List<Token> tokens) {
        /** The statement as Materialize writes it back in messages. */
        String normalized() {
            List<Token> words = new ArrayList<>(tokens.subList(0, tokens.size() - 1));
            if (statement instanceof Statement.Grant grant) {
                normalize(grant, words);
            }
            return new SqlPrinter(null, SqlPrinter.Style.SHOWN).print(SqlText.of(words));
        }
    }

    /** A relation is a TABLE, and GROUP before a role and PRIVILEGES after ALL fall away. */
    private static void normalize(Statement.Grant grant, List<Token> words) {
        words.removeIf(t -> t.isWord("group") || t.isWord("privileges"));
        if (!grant.system() && !grant.all() && grant.type() == null) {
            int on = 0;
            while (!words.get(on).isWord("on")) {
                on++;
            }
            words.add(on + 1, Token.word("table"));
        }
    }

    /** Any syntax error in any statement is an error of the whole message. */
    static List<Parsed> parse(String sql) throws SqlError {
        List<Parsed> parsed = new ArrayList<>();
        List<Token> current = new ArrayList<>();
        for (Token token : Lexer.tokens(sql)) {
            boolean end = token.is(Token.Kind.EOF);
            if (!end && !token.is(Token.Kind.SEMICOLON)) {
                current.add(token);
                continue;
            }
            if (!current.isEmpty()) {
                current.add(new Token(Token.Kind.EOF, "", "", token.start(), token.start()));
                List<Token> tokens = List.copyOf(current);
                parsed.add(new Parsed(new StatementParser(new TokenCursor(tokens)).statement(), tokens));
                current.clear();
            }
        }
        return parsed;
    }

    private Statement statement() throws SqlError {
        Token first = in.peek();
        if (first.is(Token.Kind.LEFT_PAREN) || first.is(Token.Kind.WORD) && QUERIES.contains(first.text())) {
            return new Statement.Query(in.rest());
        }
        if (!first.is(Token.Kind.WORD) || !Keywords.isKeyword(first.text())) {
            throw in.expected("a keyword at the beginning of a statement");
        }
        Statement statement = dispatch(first);
        in.expectEnd();
        return statement;
    }

    private Statement dispatch(Token first) throws SqlError {
        return switch (first.text()) {
            case "insert", "update", "delete" ->
                new Statement.Write(first.text().toUpperCase(java.util.Locale.ROOT), in.rest());
            case "begin", "commit", "end", "rollback", "abort" -> transaction();
            case "set", "show", "reset", "discard" -> new SettingParser(in).parse();
            case "create" -> new CreateParser(in).parse();
            case "alter" -> new AlterParser(in).parse();
            case "drop" -> drop();
            case "comment" -> comment();
            case "grant", "revoke" -> new PrivilegeParser(in).parse();
            case "subscribe" -> subscribe();
            default -> throw unknown(first);
        };
    }

    private SqlError unknown(Token first) {
        String word = first.text().toUpperCase(java.util.Locale.ROOT);
        return Set.of(
                                "START",
                                "EXPLAIN",
                                "COPY",
                                "DECLARE",
                                "FETCH",
                                "CLOSE",
                                "PREPARE",
                                "EXECUTE",
                                "DEALLOCATE",
                                "VALIDATE")
                        .contains(word)
                ? Errors.unsupported(word)
                : Errors.syntax("Unexpected keyword " + word + " at the beginning of a statement", first.start());
    }

    private Statement transaction() throws SqlError {
        switch (in.next().text()) {
            case "begin" -> {
                if (!in.accept("work")) {
                    in.accept("transaction");
                }
                return begin();
            }
            case "commit", "end" -> {
                work();
                return new Statement.Commit();
            }
            default -> {
                work();
                return new Statement.Rollback();
            }
        }
    }

    private void work() {
        if (!in.accept("work")) {
            in.accept("transaction");
        }
    }

    private Statement begin() throws SqlError {
        boolean readOnly = false;
        while (!in.atEnd()) {
            in.expect("read");
            readOnly = in.expectOneOf("only", "write").equals("only");
            in.accept(Token.Kind.COMMA);
        }
        return new Statement.Begin(readOnly);
    }

    private Statement drop() throws SqlError {
        in.next();
        ObjectType type = objectType(in);
        boolean ifExists = in.ifExists();
        List<List<String>> names = in.names();
        boolean cascade = in.accept("cascade");
        if (!cascade) {
            in.accept("restrict");
        }
        return new Statement.Drop(type, ifExists, names, cascade);
    }

    private Statement comment() throws SqlError {
        in.next();
        in.expect("on");
        ObjectType type = in.accept("column") ? null : objectType(in);
        List<String> name = in.name();
        in.expect("is");
        String text = in.accept("null") ? null : in.string();
        return new Statement.Comment(type, name, text);
    }

    private Statement subscribe() throws SqlError {
        in.next();
        in.accept("to");
        return new Statement.Subscribe(in.rest());
    }

    static ObjectType objectType(TokenCursor in) throws SqlError {
        if (in.accept("materialized")) {
            in.expect("view");
            return ObjectType.MATERIALIZED_VIEW;
        }
        String word = in.expectOneOf(
                "table",
                "view",
                "source",
                "sink",
                "index",
                "type",
                "role",
                "user",
                "cluster",
                "secret",
                "connection",
                "database",
                "schema");
        if (word.equals("cluster") && in.accept("replica")) {
            return ObjectType.CLUSTER_REPLICA;
        }
        return word.equals("user") ? ObjectType.ROLE : ObjectType.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    }
}
