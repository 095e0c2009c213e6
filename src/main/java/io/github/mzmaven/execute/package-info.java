/** How any plan is carried out: sessions that reconnect, retries, deadlines, dry runs, the guarded transaction. */
package io.github.mzmaven.execute;
