/** mz:await: waits until every object on the copies is hydrated and fresh. */
package io.github.mzmaven.goal.await;
