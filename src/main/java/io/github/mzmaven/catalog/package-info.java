/** What the server holds, read whole in a constant number of round trips into immutable records. */
package io.github.mzmaven.catalog;
