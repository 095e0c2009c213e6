package io.github.mzmaven.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mzmaven.MzException;
import org.junit.jupiter.api.Test;

class UrlPasswordsTest {
    @Test
    void areHiddenInEveryFormOfUrl() {
        assertThat(UrlPasswords.hidden("""
                postgres://ann:s3cret@db/x, and jdbc:postgresql://db/x?password=s3cret&a=b
                unencoded: postgres://ann:p@s3/cret@db/x, POSTGRES://ann:s3cret@[::1]:6875/x
                none: jdbc:postgresql://db:6875/x?user=ann, postgres://ann@db, to ann@example.com
                a key's: jdbc:postgresql://db/x?sslpassword=s3cret""")).isEqualTo("""
                postgres://ann:***@db/x, and jdbc:postgresql://db/x?password=***&a=b
                unencoded: postgres://ann:***@db/x, POSTGRES://ann:***@[::1]:6875/x
                none: jdbc:postgresql://db:6875/x?user=ann, postgres://ann@db, to ann@example.com
                a key's: jdbc:postgresql://db/x?sslpassword=***""");
        assertThat(UrlPasswords.hidden(null)).isNull();
    }

    @Test
    void areInNoExceptionsMessage() {
        assertThat(new MzException(MzException.Kind.CONNECTION, "no postgres://ann:s3cret@db"))
                .hasMessage("no postgres://ann:***@db");
    }
}
