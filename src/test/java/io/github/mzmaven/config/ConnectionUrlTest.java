package io.github.mzmaven.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            jdbc:postgresql://localhost:6875/shop | jdbc:postgresql://localhost:6875/shop | -
            jdbc:postgresql://localhost | jdbc:postgresql://localhost:6875/materialize | -
            postgres://localhost/ | jdbc:postgresql://localhost:6875/materialize | -
            postgresql://127.0.0.1:1/x | jdbc:postgresql://127.0.0.1:1/x | -
            postgres://[::1]:7/x | jdbc:postgresql://[::1]:7/x | -
            postgres://[2001:db8::1]/x | jdbc:postgresql://[2001:db8::1]:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://db.example.com/x | jdbc:postgresql://db.example.com:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://db.example.com/x?sslmode=verify-full | jdbc:postgresql://db.example.com:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://db.example.com/x?sslmode=require | jdbc:postgresql://db.example.com:6875/x?sslmode=require | -
            postgres://h/x?sslrootcert=ca.pem | jdbc:postgresql://h:6875/x?sslrootcert=ca.pem&sslmode=verify-full | -
            postgres://h/x?sslmode=verify-full&sslrootcert=system | jdbc:postgresql://h:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://h/x?sslrootcert=system | jdbc:postgresql://h:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://h/x?sslmode=verify-ca&sslrootcert=ca.pem | jdbc:postgresql://h:6875/x?sslmode=verify-ca&sslrootcert=ca.pem | -
            postgres://h/x?sslfactory=my.Factory | jdbc:postgresql://h:6875/x?sslfactory=my.Factory&sslmode=verify-full | -
            postgres://localhost/x?sslmode=verify-full | jdbc:postgresql://localhost:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://db.example.com/x?sslmode=disable | jdbc:postgresql://db.example.com:6875/x?sslmode=disable | -
            jdbc:postgresql://db.example.com/x?ssl=false | jdbc:postgresql://db.example.com:6875/x?ssl=false | -
            jdbc:postgresql://h/x?options=-c%20a&socketTimeout=9 | jdbc:postgresql://h:6875/x?options=-c+a&socketTimeout=9&sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | -
            postgres://ann%40example.com@h/x | jdbc:postgresql://h:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | ann@example.com
            postgres://a+b@h/x | jdbc:postgresql://h:6875/x?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | a+b
            jdbc:postgresql://h/x?user=ann&ssl=true | jdbc:postgresql://h:6875/x?ssl=true&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory | ann
            postgres://localhost/my%20shop%2Fx | jdbc:postgresql://localhost:6875/my+shop%2Fx | -
            """)
    void isTakenApartAndPutTogetherForTheDriver(String url, String jdbcUrl, String user) {
        ConnectionUrl parsed = ConnectionUrl.parse(url);
        assertThat(parsed.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(parsed.user()).isEqualTo(user);
        assertThat(parsed.password()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://ann:p%40ss%3A%2Fw%25rd@h/x, p@ss:/w%rd",
        "postgres://ann:p+q@h, p+q",
        "jdbc:postgresql://h/x?user=ann&password=p%26q, p&q",
        "postgres://ann:p:q@h, p:q"
    })
    void findsThePasswordAndKeepsItOutOfEverythingElse(String url, String password) {
        ConnectionUrl parsed = ConnectionUrl.parse(url);
        assertThat(parsed.password().reveal()).isEqualTo(password);
        assertThat(parsed.jdbcUrl()).doesNotContain("password").doesNotContain("p%");
        assertThat(parsed.toString()).doesNotContain(password);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mysql://h/x | does not begin with jdbc:postgresql://, postgresql:// or postgres://
            jdbc:postgres://h/x | does not begin with jdbc:postgresql://, postgresql:// or postgres://
            db.example.com:6875 | does not begin with jdbc:postgresql://, postgresql:// or postgres://
            postgres:///x | names no host
            postgres://ann@/x | names no host
            postgres://a,b/x | names several hosts, and a deployment needs one
            postgres://a:6875,b:6875/x | names several hosts, and a deployment needs one
            postgres://ann:12/secret@h/x | has an @ after its first slash (in a password write %40 for @, %2F for /)
            postgres://[::1/x | opens an IPv6 address with [ and does not close it
            postgres://h:99999/x | has no port between 1 and 65535 after the host's colon (in a password write %40 for @, %2F for /)
            postgres://ann:p/w@h/x | has an @ after its first slash (in a password write %40 for @, %2F for /)
            postgres://ann:p%zz@h/x | has a % that no two hexadecimal digits follow (write %25 for %)
            """)
    void saysWhatIsWrongWithoutShowingTheUrl(String url, String reason) {
        assertThatThrownBy(() -> ConnectionUrl.parse(url)).hasMessage(reason).hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "postgres://h/x, -, false",
                "postgres://h/x?sslrootcert=ca.pem, -, false",
                "postgres://h/x?sslmode=verify-ca, sslmode=verify-ca, false",
                "postgres://h/x?ssl=true, ssl=true, false",
                "postgres://h/x?sslmode=require, sslmode=require, true",
                "postgres://h/x?sslmode=disable, sslmode=disable, true",
                "postgres://h/x?ssl=false, ssl=false, true",
                "postgres://localhost/x?sslmode=disable, sslmode=disable, false"
            })
    void tellsWhetherAnyServerIsTaken(String url, String tls, boolean any) {
        ConnectionUrl parsed = ConnectionUrl.parse(url);
        assertThat(parsed.tls()).isEqualTo(tls);
        assertThat(parsed.takesAnyServer()).isEqualTo(any);
    }

    @Test
    void decodesTheDatabaseForMessages() {
        assertThat(ConnectionUrl.parse("postgres://h/my%20shop").database()).isEqualTo("my shop");
    }
}
