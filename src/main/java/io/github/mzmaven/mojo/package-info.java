/** The Maven side: parameters in, one call to the core, errors mapped once. The only package that imports Maven. */
package io.github.mzmaven.mojo;
