/** What every package may use: how errors are told, and where log lines go. */
package io.github.mzmaven;
