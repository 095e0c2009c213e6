/** What every package may use: how errors are said, and where log lines go. */
package io.github.mzmaven;
