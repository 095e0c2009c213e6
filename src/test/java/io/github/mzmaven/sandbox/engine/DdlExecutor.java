package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.List;

/** Carries out a statement that changes the catalog, on the copy that it is given. */
final class DdlExecutor {
    private final Work work;
    private final List<String> sizes;

    DdlExecutor(Work work, List<String> sizes) {
        this.work = work;
        this.sizes = sizes;
    }

    void execute(Statement.Ddl ddl) throws SqlError {
        if (ddl instanceof Statement.AlterRename rename) {
            namespace().rename(rename);
        } else if (ddl instanceof Statement.AlterSwap swap) {
            namespace().swap(swap);
        } else if (ddl instanceof Statement.AlterOwner owner) {
            namespace().owner(owner);
        } else if (ddl instanceof Statement.Drop drop) {
            new DropDdl(work).drop(drop);
        } else if (ddl instanceof Statement.Comment comment) {
            privileges().comment(comment);
        } else if (ddl instanceof Statement.Grant grant) {
            privileges().grant(grant);
        } else if (ddl instanceof Statement.GrantRole grant) {
            privileges().grant(grant);
        } else if (ddl instanceof Statement.AlterDefaultPrivileges alter) {
            privileges().alter(alter);
        } else if (ddl instanceof Statement.AlterCluster alter) {
            new ClusterDdl(work, sizes).alter(alter);
        } else if (ddl instanceof Statement.AlterSink alter) {
            new ConnectorDdl(work).alter(alter);
        } else {
            create(ddl);
        }
    }

    private void create(Statement.Ddl ddl) throws SqlError {
        if (ddl instanceof Statement.CreateDatabase create) {
            namespace().create(create);
        } else if (ddl instanceof Statement.CreateSchema create) {
            namespace().create(create);
        } else if (ddl instanceof Statement.CreateRole create) {
            namespace().create(create);
        } else if (ddl instanceof Statement.CreateCluster create) {
            new ClusterDdl(work, sizes).create(create);
        } else if (ddl instanceof Statement.CreateClusterReplica create) {
            new ClusterDdl(work, sizes).create(create);
        } else if (ddl instanceof Statement.CreateView create) {
            new RelationDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateMaterializedView create) {
            new RelationDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateTable create) {
            new RelationDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateIndex create) {
            new RelationDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateSecret create) {
            new ConnectorDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateType create) {
            new ConnectorDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateConnection create) {
            new ConnectorDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateSource create) {
            new ConnectorDdl(work).create(create);
        } else if (ddl instanceof Statement.CreateSink create) {
            new ConnectorDdl(work).create(create);
        } else {
            throw Errors.unsupported(ddl.tag());
        }
    }

    private NamespaceDdl namespace() {
        return new NamespaceDdl(work);
    }

    private PrivilegeDdl privileges() {
        return new PrivilegeDdl(work);
    }
}
