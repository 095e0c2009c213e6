/** mz:promote and mz:rollback: copies and production exchange their names in one guarded transaction, and the sinks outside follow. */
package io.github.mzmaven.goal.swap;
