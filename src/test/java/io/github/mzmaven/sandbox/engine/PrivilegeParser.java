package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** GRANT, REVOKE and what follows ALTER DEFAULT PRIVILEGES. */
final class PrivilegeParser {
    private final TokenCursor in;

    PrivilegeParser(TokenCursor in) {
        this.in = in;
    }

    Statement parse() throws SqlError {
        boolean grant = in.next().isWord("grant");
        if (!seesPrivilege()) {
            List<String> roles = in.identifiers();
            in.expect(grant ? "to" : "from");
            return new Statement.GrantRole(grant, roles, roles());
        }
        Set<Privilege> privileges = privileges();
        in.expect("on");
        return target(grant, privileges);
    }

    private Statement target(boolean grant, Set<Privilege> privileges) throws SqlError {
        boolean system = false;
        ObjectType type = null;
        ObjectType within = null;
        boolean all = false;
        List<List<String>> names = List.of();
        if (in.accept("system")) {
            system = true;
        } else if (in.accept("all")) {
            all = true;
            type = plural();
            if (in.accept("in")) {
                within =
                        in.expectOneOf("database", "schema").equals("schema") ? ObjectType.SCHEMA : ObjectType.DATABASE;
                names = in.names();
            }
        } else {
            type = singular(grant);
            names = in.names();
        }
        in.expect(grant ? "to" : "from");
        return new Statement.Grant(grant, privileges, system, type, all, within, names, roles());
    }

    /** The kind of object before its name; {@code null} without one, which is a relation. */
    private ObjectType singular(boolean grant) throws SqlError {
        if (in.peek(1).is(Token.Kind.DOT)) {
            return null;
        }
        for (ObjectType type : List.of(ObjectType.VIEW, ObjectType.SOURCE, ObjectType.MATERIALIZED_VIEW)) {
            refuse(type, "For object type " + type.words() + ", you must specify 'TABLE' or omit the object type");
        }
        for (ObjectType type :
                List.of(ObjectType.SINK, ObjectType.INDEX, ObjectType.ROLE, ObjectType.CLUSTER_REPLICA)) {
            refuse(type, "Unsupported " + (grant ? "GRANT" : "REVOKE") + " on " + type.words());
        }
        for (ObjectType type : List.of(
                ObjectType.CLUSTER,
                ObjectType.CONNECTION,
                ObjectType.DATABASE,
                ObjectType.SCHEMA,
                ObjectType.SECRET,
                ObjectType.TABLE,
                ObjectType.TYPE)) {
            if (in.sees(type.words()) && in.peek(1).isIdentifier() && !in.sees(type.words(), "to")) {
                in.next();
                return type;
            }
        }
        return null;
    }

    private void refuse(ObjectType type, String message) throws SqlError {
        String[] words = type.words().split(" ");
        if (in.sees(words)
                && in.peek(words.length).isIdentifier()
                && !in.peek(words.length).isWord("to")) {
            throw Errors.syntax(message, in.peek(words.length - 1).start());
        }
    }

    private ObjectType plural() throws SqlError {
        String word = in.expectOneOf("tables", "types", "secrets", "connections", "schemas", "databases", "clusters");
        return ObjectType.valueOf(word.substring(0, word.length() - 1).toUpperCase(Locale.ROOT));
    }

    private boolean seesPrivilege() {
        if (in.sees("all")) {
            return true;
        }
        boolean known = false;
        for (Privilege privilege : Privilege.values()) {
            known |= in.sees(privilege.name());
        }
        return known && !in.sees(in.peek().text(), "to") && !in.sees(in.peek().text(), "from");
    }

    /** {@code null} for ALL. */
    private Set<Privilege> privileges() throws SqlError {
        if (in.accept("all")) {
            in.accept("privileges");
            return null;
        }
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        do {
            String word = in.expectOneOf(
                    "insert",
                    "select",
                    "update",
                    "delete",
                    "usage",
                    "create",
                    "createrole",
                    "createdb",
                    "createcluster",
                    "createnetworkpolicy");
            privileges.add(Privilege.valueOf(word.toUpperCase(Locale.ROOT)));
        } while (in.accept(Token.Kind.COMMA));
        return privileges;
    }

    /** Roles that get or lose something: GROUP may stand before each. */
    private List<String> roles() throws SqlError {
        List<String> roles = new ArrayList<>();
        do {
            in.accept("group");
            roles.add(in.identifier());
        } while (in.accept(Token.Kind.COMMA));
        return roles;
    }

    /** After ALTER DEFAULT PRIVILEGES. */
    Statement defaults() throws SqlError {
        List<String> owners = List.of();
        if (in.accept("for")) {
            if (in.accept("all")) {
                in.expect("roles");
                owners = null;
            } else {
                in.expectOneOf("role", "user");
                owners = in.identifiers();
            }
        }
        ObjectType within = null;
        List<List<String>> names = List.of();
        if (in.accept("in")) {
            within = in.expectOneOf("database", "schema").equals("schema") ? ObjectType.SCHEMA : ObjectType.DATABASE;
            names = in.names();
        }
        boolean grant = in.expectOneOf("grant", "revoke").equals("grant");
        Set<Privilege> privileges = privileges();
        in.expect("on");
        ObjectType type = plural();
        in.expect(grant ? "to" : "from");
        return new Statement.AlterDefaultPrivileges(owners, within, names, grant, privileges, type, roles());
    }
}
