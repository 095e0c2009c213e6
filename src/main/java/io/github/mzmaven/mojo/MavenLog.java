package io.github.mzmaven.mojo;

import io.github.mzmaven.Log;
import io.github.mzmaven.text.UrlPasswords;

/** Passes the core's lines to Maven's logger. */
final class MavenLog implements Log {
    private final org.apache.maven.plugin.logging.Log log;
    private volatile String lastInfo = "";

    MavenLog(org.apache.maven.plugin.logging.Log log) {
        this.log = log;
    }

    /** What a goal said last says how it ended. */
    String lastInfo() {
        return lastInfo;
    }

    @Override
    public void info(String line) {
        lastInfo = UrlPasswords.hidden(line);
        log.info(lastInfo);
    }

    @Override
    public void warn(String line) {
        log.warn(UrlPasswords.hidden(line));
    }

    @Override
    public void debug(String line) {
        if (log.isDebugEnabled()) {
            log.debug(UrlPasswords.hidden(line));
        }
    }
}
