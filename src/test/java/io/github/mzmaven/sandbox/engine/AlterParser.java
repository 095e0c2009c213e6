package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.List;

/** ALTER of anything. */
final class AlterParser {
    private final TokenCursor in;

    AlterParser(TokenCursor in) {
        this.in = in;
    }

    Statement parse() throws SqlError {
        in.next();
        if (in.accept("default")) {
            in.expect("privileges");
            return new PrivilegeParser(in).defaults();
        }
        if (in.sees("system")) {
            throw Errors.unsupported("ALTER SYSTEM");
        }
        ObjectType type = StatementParser.objectType(in);
        boolean ifExists = in.ifExists();
        List<String> name = in.name();
        if (ifExists && !(type == ObjectType.SCHEMA && in.sees("swap"))) {
            throw Errors.unsupported("ALTER ... IF EXISTS but for SWAP of schemas");
        }
        if (in.accept("owner")) {
            in.expect("to");
            return new Statement.AlterOwner(type, name, in.identifier());
        }
        if (in.accept("rename")) {
            in.expect("to");
            return new Statement.AlterRename(type, name, in.identifier());
        }
        return switch (type) {
            case SCHEMA -> swap(type, ifExists, name);
            case CLUSTER -> in.sees("swap") ? swap(type, ifExists, name) : setCluster(name);
            case SINK -> sink(name);
            default -> throw other(type);
        };
    }

    private Statement swap(ObjectType type, boolean ifExists, List<String> name) throws SqlError {
        if (!in.sees("swap")) {
            throw in.expectedOneOf("rename", "swap", "owner");
        }
        in.expect("swap", "with");
        return new Statement.AlterSwap(type, ifExists, name, in.identifier());
    }

    private Statement setCluster(List<String> name) throws SqlError {
        if (in.sees("reset")) {
            throw Errors.unsupported("ALTER CLUSTER ... RESET");
        }
        if (!in.sees("set")) {
            throw in.expectedOneOf("owner", "rename", "reset", "set", "swap");
        }
        return new ClusterParser(in).alter(String.join(".", name));
    }

    private Statement sink(List<String> name) throws SqlError {
        if (!in.sees("set")) {
            throw in.expectedOneOf("set", "reset", "owner", "rename");
        }
        in.expect("set");
        if (!in.accept("from")) {
            throw Errors.unsupported("ALTER SINK ... SET of anything but FROM");
        }
        return new Statement.AlterSink(name, in.name());
    }

    private SqlError other(ObjectType type) {
        return in.atEnd()
                ? in.expectedOneOf("rename", "owner")
                : Errors.unsupported("ALTER " + type.words() + " of anything but RENAME and OWNER");
    }
}
