package io.github.mzmaven.sandbox.engine;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Privileges, in the order in which an aclitem writes their letters. */
enum Privilege {
    INSERT('a'),
    SELECT('r'),
    UPDATE('w'),
    DELETE('d'),
    USAGE('U'),
    CREATE('C'),
    CREATEROLE('R'),
    CREATEDB('B'),
    CREATECLUSTER('N'),
    CREATENETWORKPOLICY('P');

    private final char letter;

    Privilege(char letter) {
        this.letter = letter;
    }

    static String letters(Set<Privilege> privileges) {
        return EnumSet.copyOf(privileges).stream()
                .map(p -> String.valueOf(p.letter))
                .collect(Collectors.joining());
    }

    static String names(Set<Privilege> privileges) {
        return EnumSet.copyOf(privileges).stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** All that can be granted on a kind of object; {@code null} stands for the system. */
    static Set<Privilege> all(ObjectType type) {
        if (type == null) {
            return EnumSet.range(CREATEROLE, CREATENETWORKPOLICY);
        }
        return switch (type) {
            case TABLE -> EnumSet.range(INSERT, DELETE);
            case VIEW, MATERIALIZED_VIEW, SOURCE -> EnumSet.of(SELECT);
            case TYPE, SECRET -> EnumSet.of(USAGE);
            case CONNECTION -> EnumSet.of(USAGE);
            case DATABASE, SCHEMA, CLUSTER -> EnumSet.of(USAGE, CREATE);
            default -> EnumSet.noneOf(Privilege.class);
        };
    }
}
