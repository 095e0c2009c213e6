package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.Notice;
import io.github.mzmaven.sandbox.SqlError;
import io.github.mzmaven.sandbox.engine.Entities.ColumnDef;
import io.github.mzmaven.sandbox.engine.Entities.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One statement's work: the copy of the catalog that it changes, who does it, and what there is to tell. */
final class Work {
    /** Asks PostgreSQL for the columns of a query. */
    interface Probe {
        /** Nullability is that of PostgreSQL's answer alone: unknown, so {@code true}. */
        List<ColumnDef> columns(String sql) throws SqlError;
    }

    final Catalog catalog;
    final Session session;
    final SystemObjects system;
    final Probe probe;
    final Instant now;
    final Scope scope;
    final Access access;
    final List<Notice> notices = new ArrayList<>();

    Work(Catalog catalog, Session session, SystemObjects system, Probe probe, Instant now) {
        this.catalog = catalog;
        this.session = session;
        this.system = system;
        this.probe = probe;
        this.now = now;
        this.scope = new Scope(catalog, session);
        this.access = new Access(catalog, session.role());
    }

    void notice(Notice notice) {
        notices.add(notice);
    }

    String owner() {
        return session.role();
    }

    /** The privileges of a new object: its owner's, and the default ones. */
    Acl newAcl(ObjectType type, Schema schema, String owner) {
        if (type == ObjectType.INDEX || type == ObjectType.SINK) {
            return Acl.EMPTY;
        }
        var all = Privilege.all(type);
        Acl acl = Acl.EMPTY.grant(owner, owner, all);
        for (Entities.DefaultPrivilege given : catalog.defaultPrivileges) {
            boolean applies = given.type() == type.forPrivileges()
                    && (given.role().equals(Acl.PUBLIC) || given.role().equals(owner))
                    && (given.database() == null
                            || schema != null && given.database().equals(schema.database()))
                    && (given.schema() == null
                            || schema != null && given.schema().equals(schema.id()))
                    && all.contains(given.privilege());
            if (applies) {
                acl = acl.grant(given.grantee(), owner, List.of(given.privilege()));
            }
        }
        return acl;
    }
}
