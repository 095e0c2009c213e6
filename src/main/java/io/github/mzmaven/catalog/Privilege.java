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

    /**
     * Reads letters such as {@code UC}.
     *
     * @throws IllegalArgumentException for a letter that is no privilege
     */
    public static Set<Privilege> ofLetters(String letters) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        for (char letter : letters.toCharArray()) {
            Privilege found = null;
            for (Privilege privilege : values()) {
                if (privilege.letter == letter) {
                    found = privilege;
                }
            }
            if (found == null) {
                throw new IllegalArgumentException("unknown privilege '" + letter + "' in \"" + letters + "\"");
            }
            privileges.add(found);
        }
        return privileges;
    }
}
