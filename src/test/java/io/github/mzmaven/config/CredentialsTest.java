package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.Problem;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path directory;

    private Sources sources;

    @BeforeEach
    void sayWhere() {
        sources = Sources.in(directory).minusD("schemas", "marts").pom("url", "postgres://db.example.com");
    }

    private String told() {
        ConnectionSettings connection = sources.load().connection();
        String password =
                connection.password() == null ? "none" : connection.password().reveal();
        return connection.user() + "/" + password + " " + connection.origins();
    }

    @Test
    void comeFromAServerOfSettingsXml() {
        sources.server("mz-prod", "deployer", "{abc=}").pom("serverId", "mz-prod");
        assertThat(told()).isEqualTo("deployer/decrypted [url from POM, credentials from server mz-prod]");
    }

    @Test
    void comeFromTheEnvironment() {
        sources.variable("MZ_URL", "postgres://h").variable("MZ_USER", "ann").variable("MZ_PASSWORD", "pw");
        assertThat(told()).isEqualTo("ann/pw [url from MZ_URL, user from MZ_USER, password from MZ_PASSWORD]");
    }

    @Test
    void comeFromAFileWithoutItsLineEnd() {
        sources.file("pw", " p w \r\n").pom("user", "ann").pom("passwordFile", "pw");
        assertThat(told()).isEqualTo("ann/ p w  [url from POM, user from POM, password from file pw]");
    }

    @Test
    void comeFromTheUrlWithAWarning() {
        sources.pom("url", "postgres://ann:s3cret@localhost/x");
        assertThat(told()).isEqualTo("ann/s3cret [url from POM, credentials from the url]");
        assertThat(sources.loaded().warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.what())
                        .isEqualTo(
                                "The url holds a password; mvn -X shows a url that a POM or -D gives, and files with it get"
                                        + " around."));
        assertThat(sources.loaded()
                        + sources.sources().toString()
                        + sources.load().connection().jdbcUrl())
                .doesNotContain("s3cret");
    }

    @Test
    void aUrlThatTakesAnyServerIsWarnedOf() {
        sources.pom("url", "postgres://ann@db.example.com/x?sslmode=require");
        assertThat(sources.loaded().warnings())
                .containsExactly(Problem.warning(
                        "The url does not have the certificate of db.example.com checked (sslmode=require): whoever answers in"
                                + " its place is let in.",
                        "Take that out of the url: the JVM's trust store is asked then. For an authority of your own, say"
                                + " sslrootcert=<file of its certificate>."));
    }

    @Test
    void needNoPassword() {
        sources.pom("user", "materialize");
        assertThat(told()).isEqualTo("materialize/none [url from POM, user from POM]");
    }

    @Test
    void aUserThatIsNamedBeatsTheUrls() {
        sources.pom("url", "postgres://ann@h").minusD("user", "bob");
        assertThat(told()).isEqualTo("bob/none [url from POM, user from -Dmz.user]");
    }

    @Test
    void fromTwoSourcesAreRefused() {
        sources.server("mz", "ann", "pw").pom("serverId", "mz").variable("MZ_PASSWORD", "pw2");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. There are 2 passwords: server mz in settings.xml, the environment variable MZ_PASSWORD.
                    Use one of them, and remove the others.""");
    }

    @Test
    void ofTwoUsersAreRefused() {
        sources.server("mz", "ann", "pw").pom("serverId", "mz").pom("user", "bob");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. The user is bob by <user> in the POM, and ann by server mz in settings.xml.
                    Use one of the two: remove user, or serverId.""");
    }

    @Test
    void nameTheVariableThatSettingsXmlReadsAndNobodySet() {
        sources.server("mz", "ann", "${env.MZ_SECRET}").pom("serverId", "mz");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. The environment variable MZ_SECRET is not set; the <password> of server mz in settings.xml reads it.
                    Set it, or write the value into settings.xml, encrypted.""");
    }

    @Test
    void tellWhenTheyCannotBeDecrypted() {
        sources.server("mz", "ann", "{broken}").pom("serverId", "mz");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. The password of server mz in settings.xml cannot be decrypted: no master password.
                    Encrypt it again (mvn --encrypt-password), and see that settings-security.xml is there.""");
    }

    @Test
    void ofAnUnknownServerNameTheNearest() {
        sources.server("mz-prod", "ann", "pw").minusD("serverId", "mz-prd");
        assertThat(sources.refusal()).isEqualTo("""
                1 problem:
                 1. There is no server mz-prd in settings.xml (serverId from -Dmz.serverId). Did you mean "mz-prod"?
                    Add <server><id>mz-prd</id> with <username> and <password> to settings.xml.""");
    }

    @Test
    void ofAFileThatIsMissingOrEmptyAreRefused() {
        sources.pom("user", "ann").pom("passwordFile", "pw");
        assertThat(sources.refusal())
                .contains("The passwordFile " + directory.resolve("pw")
                        + " cannot be read (<passwordFile> in the POM): NoSuchFileException.");
        sources.file("pw", "\n");
        assertThat(sources.refusal()).contains("The passwordFile " + directory.resolve("pw") + " is empty");
    }
}
