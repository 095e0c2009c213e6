/** mz:status: what a target is in. Sees the other rooms, since it says what each of their goals would find. */
package io.github.mzmaven.goal.status;
