package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** CREATE of anything. */
final class CreateParser {
    private final TokenCursor in;

    CreateParser(TokenCursor in) {
        this.in = in;
    }

    Statement parse() throws SqlError {
        in.next();
        if (in.accept("or")) {
            in.expect("replace");
            return in.expectOneOf("view", "materialized").equals("view") ? view(true) : materializedView(true);
        }
        if (in.sees("temporary") || in.sees("temp")) {
            throw Errors.unsupported("CREATE TEMPORARY");
        }
        Set<String> kinds = Set.of(
                "database",
                "schema",
                "source",
                "table",
                "default",
                "index",
                "role",
                "user",
                "cluster",
                "materialized",
                "view",
                "connection",
                "sink",
                "secret",
                "type");
        if (!in.peek().is(Token.Kind.WORD) || !kinds.contains(in.peek().text())) {
            throw in.expected("DATABASE, SCHEMA, ROLE, TYPE, INDEX, SINK, SOURCE, [TEMPORARY] TABLE, SECRET,"
                    + " [OR REPLACE] [TEMPORARY] VIEW, or [OR REPLACE] MATERIALIZED VIEW after CREATE");
        }
        return switch (in.next().text()) {
            case "database" -> new Statement.CreateDatabase(in.identifier());
            case "schema" -> new Statement.CreateSchema(in.name());
            case "cluster" -> new ClusterParser(in).create();
            case "role", "user" -> role();
            case "view" -> view(false);
            case "materialized" -> materializedView(false);
            case "default" -> {
                in.expect("index");
                yield index(true);
            }
            case "index" -> index(false);
            case "table" -> table();
            case "secret" -> secret();
            case "type" -> type();
            case "connection" -> connection();
            case "source" -> source();
            default -> sink();
        };
    }

    private Statement role() throws SqlError {
        String name = in.identifier();
        in.accept("with");
        boolean superuser = in.accept("superuser");
        if (!in.atEnd()) {
            throw Errors.unsupported("CREATE ROLE ... WITH anything but SUPERUSER");
        }
        return new Statement.CreateRole(name, superuser);
    }

    private Statement view(boolean orReplace) throws SqlError {
        boolean ifNotExists = in.ifNotExists();
        List<String> name = in.name();
        List<String> columns = columns();
        in.expect("as");
        return new Statement.CreateView(orReplace, ifNotExists, name, columns, query());
    }

    private Statement materializedView(boolean orReplace) throws SqlError {
        in.expect("view");
        boolean ifNotExists = in.ifNotExists();
        List<String> name = in.name();
        List<String> columns = columns();
        String cluster = cluster();
        if (in.sees("with")) {
            throw Errors.unsupported("CREATE MATERIALIZED VIEW ... WITH");
        }
        in.expect("as");
        return new Statement.CreateMaterializedView(orReplace, ifNotExists, name, columns, cluster, query());
    }

    private List<String> columns() throws SqlError {
        if (!in.accept(Token.Kind.LEFT_PAREN)) {
            return List.of();
        }
        List<String> columns = in.identifiers();
        in.expect(Token.Kind.RIGHT_PAREN);
        return columns;
    }

    private String cluster() throws SqlError {
        if (!in.accept("in")) {
            return null;
        }
        in.expect("cluster");
        return in.identifier();
    }

    private List<Token> query() throws SqlError {
        Token first = in.peek();
        boolean query = first.is(Token.Kind.LEFT_PAREN)
                || in.sees("select")
                || in.sees("values")
                || in.sees("with")
                || in.sees("table");
        if (!query) {
            throw in.expected("SELECT, VALUES, or a subquery in the query body");
        }
        return List.copyOf(in.rest());
    }

    private Statement index(boolean byDefault) throws SqlError {
        boolean ifNotExists = in.ifNotExists();
        String name = in.sees("on") || in.sees("in", "cluster") ? null : in.identifier();
        String cluster = cluster();
        in.expect("on");
        List<String> on = in.name();
        if (in.accept("using")) {
            in.identifier();
        }
        List<List<Token>> keys = null;
        if (!byDefault) {
            in.expect(Token.Kind.LEFT_PAREN);
            keys = new ArrayList<>();
            do {
                keys.add(List.copyOf(in.until(Token.Kind.COMMA, Token.Kind.RIGHT_PAREN)));
            } while (in.accept(Token.Kind.COMMA));
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        if (in.sees("with")) {
            throw Errors.unsupported("CREATE INDEX ... WITH");
        }
        return new Statement.CreateIndex(ifNotExists, name, cluster, on, keys);
    }

    private Statement table() throws SqlError {
        boolean ifNotExists = in.ifNotExists();
        List<String> name = in.name();
        if (in.sees("from")) {
            throw Errors.unsupported("CREATE TABLE ... FROM SOURCE");
        }
        in.expect(Token.Kind.LEFT_PAREN);
        List<Statement.ColumnSpec> columns = new ArrayList<>();
        while (!in.peek().is(Token.Kind.RIGHT_PAREN)) {
            if (!columns.isEmpty()) {
                in.expect(Token.Kind.COMMA);
            }
            columns.add(column());
        }
        in.expect(Token.Kind.RIGHT_PAREN);
        return new Statement.CreateTable(ifNotExists, name, columns);
    }

    private Statement.ColumnSpec column() throws SqlError {
        String name = in.identifier();
        int start = in.position();
        int depth = 0;
        while (!in.atEnd() && (depth > 0 || !columnTypeEnds())) {
            depth += in.peek().is(Token.Kind.LEFT_PAREN) ? 1 : in.peek().is(Token.Kind.RIGHT_PAREN) ? -1 : 0;
            in.next();
        }
        List<Token> type = List.copyOf(in.between(start, in.position()));
        boolean notNull = false;
        while (!in.peek().is(Token.Kind.COMMA) && !in.peek().is(Token.Kind.RIGHT_PAREN)) {
            if (in.accept("not")) {
                in.expect("null");
                notNull = true;
            } else if (!in.accept("null")) {
                throw Errors.unsupported("such a column constraint");
            }
        }
        return new Statement.ColumnSpec(name, type, notNull);
    }

    private boolean columnTypeEnds() {
        return in.peek().is(Token.Kind.COMMA)
                || in.peek().is(Token.Kind.RIGHT_PAREN)
                || in.sees("not")
                || in.sees("null")
                || in.sees("default")
                || in.sees("constraint")
                || in.sees("primary")
                || in.sees("unique");
    }

    private Statement secret() throws SqlError {
        List<String> name = in.name();
        in.expect("as");
        in.rest();
        return new Statement.CreateSecret(name);
    }

    private Statement type() throws SqlError {
        List<String> name = in.name();
        in.expect("as");
        if (!in.sees("list") && !in.sees("map")) {
            throw Errors.unsupported("CREATE TYPE of anything but LIST and MAP");
        }
        String kind = in.next().text();
        in.expect(Token.Kind.LEFT_PAREN);
        List<Token> body = List.copyOf(in.until(Token.Kind.RIGHT_PAREN));
        in.expect(Token.Kind.RIGHT_PAREN);
        return new Statement.CreateType(name, kind, body);
    }

    private Statement connection() throws SqlError {
        List<String> name = in.name();
        in.expect("to");
        if (!in.sees("kafka")) {
            throw Errors.unsupported("CREATE CONNECTION TO " + in.peek().text().toUpperCase(Locale.ROOT));
        }
        in.next();
        in.expect(Token.Kind.LEFT_PAREN);
        List<Token> options = List.copyOf(in.until(Token.Kind.RIGHT_PAREN));
        in.expect(Token.Kind.RIGHT_PAREN);
        if (in.accept("with")) {
            in.expect(Token.Kind.LEFT_PAREN);
            in.expect("validate");
            in.acceptOperator("=");
            in.expectOneOf("true", "false");
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        return new Statement.CreateConnection(name, "kafka", options);
    }

    private Statement source() throws SqlError {
        List<String> name = in.name();
        String cluster = cluster();
        int start = in.position();
        in.expect("from");
        if (!in.accept("load", "generator")) {
            throw Errors.unsupported(
                    "CREATE SOURCE ... FROM " + in.peek().text().toUpperCase(Locale.ROOT));
        }
        String generator = in.identifier();
        in.rest();
        return new Statement.CreateSource(name, cluster, generator, List.copyOf(in.between(start, in.position())));
    }

    private Statement sink() throws SqlError {
        List<String> name = in.name();
        String cluster = cluster();
        in.expect("from");
        List<String> from = in.name();
        in.expect("into");
        if (!in.accept("kafka", "connection")) {
            throw Errors.unsupported("CREATE SINK ... INTO " + in.peek().text().toUpperCase(Locale.ROOT));
        }
        List<String> connection = in.name();
        in.expect(Token.Kind.LEFT_PAREN);
        List<Token> options = List.copyOf(in.until(Token.Kind.RIGHT_PAREN));
        in.expect(Token.Kind.RIGHT_PAREN);
        List<String> key = in.accept("key") ? columns() : null;
        boolean notEnforced = in.accept("not", "enforced");
        int start = in.position();
        while (!in.atEnd() && !in.sees("envelope") && !in.sees("with")) {
            in.next();
        }
        List<Token> format = List.copyOf(in.between(start, in.position()));
        String envelope = null;
        if (in.accept("envelope")) {
            envelope = in.expectOneOf("debezium", "upsert").toUpperCase(Locale.ROOT);
        }
        if (!in.atEnd()) {
            throw Errors.unsupported("CREATE SINK ... WITH");
        }
        return new Statement.CreateSink(name, cluster, from, connection, options, key, notEnforced, format, envelope);
    }
}
