package io.github.mzmaven.session;

import java.time.Duration;

/**
 * How long an answer is waited for.
 *
 * @param key the setting that says so, e.g. "silenceTimeout"
 */
record Limit(Duration duration, String key) {}
