package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;

/** What a session's transaction has done so far, and what it may therefore still do. */
final class TransactionState {
    /** What a transaction is restricted to by its first statement. */
    private enum Kind {
        NOTHING,
        READS,
        WRITES,
        RENAMES,
        SINGLE
    }

    private enum Block {
        NONE,
        /** Several statements in one message without BEGIN. */
        IMPLICIT,
        EXPLICIT,
        FAILED
    }

    private final boolean oneAtATime;
    private Block block = Block.NONE;
    private Kind kind = Kind.NOTHING;
    private boolean readOnly;
    private Catalog catalog;
    private long basedOn;
    private StatementParser.Parsed deferred;

    /** @param oneAtATime whether no other session does anything during a message */
    TransactionState(boolean oneAtATime) {
        this.oneAtATime = oneAtATime;
    }

    void begin(boolean onlyReads) {
        block = Block.EXPLICIT;
        readOnly = onlyReads;
    }

    void beginImplicit() {
        block = Block.IMPLICIT;
    }

    void end() {
        block = Block.NONE;
        kind = Kind.NOTHING;
        readOnly = false;
        catalog = null;
        deferred = null;
    }

    /** A statement failed: an open block waits for its end, anything else is over. */
    void fail() {
        if (block == Block.EXPLICIT || block == Block.FAILED) {
            end();
            block = Block.FAILED;
        } else {
            end();
        }
    }

    boolean isExplicit() {
        return block == Block.EXPLICIT;
    }

    boolean isFailed() {
        return block == Block.FAILED;
    }

    /** In a block, implicit or not. */
    boolean isOpen() {
        return block == Block.EXPLICIT || block == Block.IMPLICIT;
    }

    boolean isImplicit() {
        return block == Block.IMPLICIT;
    }

    /**
     * Whether PostgreSQL has a transaction open for this one: for writes, and so that the queries of one message see one
     * moment. Not for the reads of a block that stays open between messages: their locks would hold up others' DDL.
     */
    boolean isOnPostgres() {
        return kind == Kind.WRITES || kind == Kind.READS && block == Block.IMPLICIT && !oneAtATime;
    }

    void read() throws SqlError {
        become(Kind.READS);
    }

    void write() throws SqlError {
        if (readOnly) {
            throw Errors.readOnly();
        }
        become(Kind.WRITES);
    }

    /** Puts a statement off until COMMIT. */
    void single(StatementParser.Parsed statement) throws SqlError {
        if (kind == Kind.SINGLE) {
            throw Errors.singleStatement();
        }
        if (readOnly) {
            throw Errors.readOnly();
        }
        become(Kind.SINGLE);
        deferred = statement;
    }

    /** The catalog that a rename works on: the transaction's own. */
    Catalog rename(CatalogStore.Version current) throws SqlError {
        if (readOnly) {
            throw Errors.readOnly();
        }
        become(Kind.RENAMES);
        if (catalog == null) {
            catalog = current.catalog().copy();
            basedOn = current.revision();
        }
        if (basedOn != current.revision()) {
            throw Errors.race();
        }
        return catalog;
    }

    /** {@code null} unless renames were done. */
    Catalog renamed() {
        return catalog;
    }

    long basedOn() {
        return basedOn;
    }

    /** What COMMIT has to carry out, if anything. */
    StatementParser.Parsed deferred() {
        return deferred;
    }

    private void become(Kind wanted) throws SqlError {
        if (kind != Kind.NOTHING && (kind != wanted || kind == Kind.SINGLE)) {
            throw switch (kind) {
                case READS -> Errors.readOnly();
                case WRITES -> Errors.writeOnly();
                case RENAMES -> Errors.ddlOnly();
                default -> Errors.singleStatement();
            };
        }
        // A statement outside of a block is a transaction of its own, over when it is.
        kind = isOpen() ? wanted : Kind.NOTHING;
    }
}
