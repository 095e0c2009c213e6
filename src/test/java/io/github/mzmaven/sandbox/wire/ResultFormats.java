package io.github.mzmaven.sandbox.wire;

/** The format the client wants of each column: none given is text for all, one is for all. */
record ResultFormats(int... codes) {
    static final ResultFormats TEXT = new ResultFormats();

    int of(int column) {
        return codes.length == 0 ? 0 : codes.length == 1 ? codes[0] : codes[column];
    }
}
