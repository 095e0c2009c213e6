package io.github.mzmaven.catalog;

import static io.github.mzmaven.catalog.Privilege.CREATE;
import static io.github.mzmaven.catalog.Privilege.CREATECLUSTER;
import static io.github.mzmaven.catalog.Privilege.SELECT;
import static io.github.mzmaven.catalog.Privilege.USAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclTest {
    @Test
    void theServersTextIsRead() {
        // conformance/07: a schema with grants to two roles and to PUBLIC.
        assertThat(Acl.parse("{s2=U/u1,u1=UC/u1,u2=U/u1,u3=UC/u1,=U/u1}").grants())
                .isEqualTo(Map.of(
                        "s2", Set.of(USAGE),
                        "u1", Set.of(USAGE, CREATE),
                        "u2", Set.of(USAGE),
                        "u3", Set.of(USAGE, CREATE),
                        "p", Set.of(USAGE)));
        assertThat(Acl.parse("{}")).isEqualTo(Acl.EMPTY);
        assertThat(Acl.parse(null)).isEqualTo(Acl.EMPTY);
    }

    @Test
    void lettersThatANewerServerAddsAreLeftOut() {
        assertThat(Acl.parse("{u1=Uz/u1,u2=z/u1}").grants()).isEqualTo(Map.of("u1", Set.of(USAGE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployer", "a,b", "a=b", "a/b", "p", "x=U/y", "", "größe \"q\"\n"})
    void systemPrivilegesSayNamesThatMayHoldAnything(String name) {
        Acl acl = Acl.ofItem(name + "=N/mz_system", role -> "id of " + role);

        assertThat(acl.grants()).isEqualTo(Map.of(name.isEmpty() ? "p" : "id of " + name, Set.of(CREATECLUSTER)));
    }

    @Test
    void whatIsNoItemIsNamed() {
        assertThatThrownBy(() -> Acl.ofItem("nonsense", role -> role))
                .hasMessage("cannot read the privileges \"nonsense\"");
    }

    @Test
    void sumsAndDifferences() {
        Acl one = Acl.parse("{u1=UC/u1,=U/u1}");
        Acl other = Acl.parse("{u1=U/u1,u2=r/u1}");

        assertThat(one.plus(other)).isEqualTo(Acl.parse("{u1=UC/u1,=U/u1,u2=r/u1}"));
        assertThat(one.minus(other)).isEqualTo(Acl.parse("{u1=C/u1,=U/u1}"));
        assertThat(one.minus(one)).isEqualTo(Acl.EMPTY);
        assertThat(one.size()).isEqualTo(3);
    }

    @Test
    void aNewOwnerHasWhatTheOldOneHadAndWhatWasItsOwn() {
        assertThat(Acl.parse("{u1=U/u1,u2=C/u1,u3=U/u1}").withOwner("u1", "u2"))
                .isEqualTo(Acl.parse("{u2=UC/u2,u3=U/u2}"));
    }

    @Test
    void whatTheServerItselfGrantsIsTakenAside() {
        assertThat(Acl.parse("{s2=U/u1,u1=U/u1,=U/u1}").withoutSystemRoles()).isEqualTo(Acl.parse("{u1=U/u1,=U/u1}"));
    }

    @Test
    void anyOfTheGranteesWillDo() {
        Acl acl = Acl.parse("{u1=r/u1,=U/u1}");

        assertThat(acl.allows(SELECT, Set.of("u1", "u2"))).isTrue();
        assertThat(acl.allows(USAGE, Set.of("u2", "p"))).isTrue();
        assertThat(acl.allows(USAGE, Set.of("u1"))).isFalse();
    }
}
