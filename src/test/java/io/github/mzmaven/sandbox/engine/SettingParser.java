package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.List;
import java.util.Locale;

/** SET, SHOW, RESET and DISCARD. */
final class SettingParser {
    private final TokenCursor in;

    SettingParser(TokenCursor in) {
        this.in = in;
    }

    Statement parse() throws SqlError {
        return switch (in.next().text()) {
            case "set" -> set();
            case "show" -> show();
            case "reset" -> new Statement.ResetVariable(variable());
            default -> {
                in.expectOneOf("all", "temp", "temporary");
                yield new Statement.DiscardAll();
            }
        };
    }

    private Statement set() throws SqlError {
        if (in.sees("transaction")) {
            in.rest();
            throw Errors.unsupported("SET TRANSACTION");
        }
        if (in.accept("local")) {
            throw Errors.unsupported("SET LOCAL");
        }
        in.accept("session");
        String name = variable();
        if (!in.acceptOperator("=") && !in.accept("to")) {
            throw in.expected("equals sign or TO keyword");
        }
        if (in.accept("default")) {
            return new Statement.SetVariable(name, null);
        }
        List<Token> values = in.rest();
        if (values.isEmpty()) {
            throw in.expected("variable value");
        }
        return new Statement.SetVariable(name, List.copyOf(values));
    }

    private String variable() throws SqlError {
        return String.join(".", in.name()).toLowerCase(Locale.ROOT);
    }

    private Statement show() throws SqlError {
        if (in.accept("create")) {
            ObjectType type = StatementParser.objectType(in);
            return new Statement.ShowCreate(type, in.name());
        }
        return new Statement.ShowVariable(variable());
    }
}
