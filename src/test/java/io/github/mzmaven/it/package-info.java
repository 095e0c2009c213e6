/** What the scripts of {@code src/it} call. */
package io.github.mzmaven.it;
