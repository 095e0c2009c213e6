/** Words for people: counts, durations, the nearest known name, URLs without their passwords. */
package io.github.mzmaven.text;
