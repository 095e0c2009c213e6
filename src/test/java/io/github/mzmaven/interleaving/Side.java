package io.github.mzmaven.interleaving;

/** Which of the two. */
enum Side {
    A,
    B;

    Side other() {
        return this == A ? B : A;
    }
}
