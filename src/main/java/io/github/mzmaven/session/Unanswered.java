package io.github.mzmaven.session;

import java.time.Duration;

/**
 * A message that the server has not answered yet.
 *
 * @param what it is about, e.g. "reading the catalog"
 * @param waited so far
 * @param limit after how long it is given up
 * @param key the setting that says so, e.g. "silenceTimeout"
 */
public record Unanswered(String what, Duration waited, Duration limit, String key) {}
