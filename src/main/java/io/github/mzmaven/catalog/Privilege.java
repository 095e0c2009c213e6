package io.github.mzmaven.catalog;

import java.util.EnumSet;
import java.util.Set;

/** A privilege, and the letter that stands for it in the catalog's ACLs. */
public enum Privilege {
    SELECT('r'),
    INSERT('a'),
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

    /** Reads letters such as {@code UC}; a letter that a newer server may have added is left out. */
    public static Set<Privilege> ofLetters(String letters) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (Privilege privilege : values()) {
            if (letters.indexOf(privilege.letter) >= 0) {
                privileges.add(privilege);
            }
        }
        return privileges;
    }
}
