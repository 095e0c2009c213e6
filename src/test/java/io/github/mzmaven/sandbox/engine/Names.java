package io.github.mzmaven.sandbox.engine;

import java.util.List;
import java.util.stream.Collectors;

/** How names are written: in SQL, quoted where they must be, and in messages. */
final class Names {
    private Names() {}

    /** An identifier in double quotes. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** An identifier, in double quotes where it would not be read back otherwise. */
    static String ident(String name) {
        return name.matches("[a-z_][a-z0-9_$]*") && !Keywords.isReserved(name) ? name : quote(name);
    }

    static String idents(List<String> parts) {
        return parts.stream().map(Names::ident).collect(Collectors.joining("."));
    }

    static String quoted(List<String> parts) {
        return parts.stream().map(Names::quote).collect(Collectors.joining("."));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A name in a message: in double quotes, those inside escaped as Rust does. */
    static String display(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static void checkLength(String name) throws io.github.mzmaven.sandbox.SqlError {
        if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 255) {
            throw Errors.plan("identifier length exceeds 255 bytes");
        }
    }
}
