/** Goals and what carries out their plans: sessions, retries, waiting. Knows every package but mojo. */
package io.github.mzmaven.execute;
