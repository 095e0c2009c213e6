/** What POM, YAML, environment and -D say, merged in one place, validated, immutable. Uses the JDK and SnakeYAML only. */
package io.github.mzmaven.config;
