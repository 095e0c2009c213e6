/** Every interleaving of two runs with at most two switches between them, and the laws that must hold in each. */
package io.github.mzmaven.interleaving;
