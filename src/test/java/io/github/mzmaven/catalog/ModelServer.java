package io.github.mzmaven.catalog;

import io.github.mzmaven.catalog.Catalog.CatalogObject;
import io.github.mzmaven.catalog.Catalog.Cluster;
import io.github.mzmaven.catalog.Catalog.DefaultPrivilege;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.config.Names;
import io.github.mzmaven.plan.Grantee;
import io.github.mzmaven.plan.Plan;
import io.github.mzmaven.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does to a built catalog what the server would do for a plan's steps, and refuses what it would refuse with its words; a
 * transaction takes effect as a whole. It lets planners be tried against what they did before, cut off anywhere.
 */
public final class ModelServer {
    private final CatalogBuilder state;

    public ModelServer(CatalogBuilder state) {
        this.state = state;
    }

    public void run(Plan plan) {
        plan.steps().forEach(this::execute);
    }

    /** @throws IllegalStateException with the server's message; nothing happened then */
    public void execute(Step step) {
        CatalogBuilder before = state.copy();
        try {
            apply(step);
        } catch (RuntimeException e) {
            state.become(before);
            throw new IllegalStateException(e.getMessage() + " in: " + step.sql(), e);
        }
    }

    private void apply(Step step) {
        if (step instanceof Step.MarkerStep it) {
            apply(it.step());
        } else if (step instanceof Step.Transaction it) {
            it.steps().forEach(this::apply);
        } else if (step instanceof Step.CreateSchema it) {
            createSchema(it.name());
        } else if (step instanceof Step.RenameSchema it) {
            refuseTaken(it.to());
            state.keep(CatalogBuilder.withName(state.schemaNamed(it.from()), it.to()));
        } else if (step instanceof Step.SwapSchemas it) {
            swap(state.schemaNamed(it.production()), state.schemaNamed(it.copy()));
        } else if (step instanceof Step.SwapClusters it) {
            swap(state.clusterNamed(it.production()), state.clusterNamed(it.copy()));
        } else if (step instanceof Step.CreateCluster it) {
            createCluster(it);
        } else if (step instanceof Step.SetWorkloadClass it) {
            state.keep(CatalogBuilder.withWorkloadClass(state.clusterNamed(it.cluster()), it.workloadClass()));
        } else if (step instanceof Step.StoreText it) {
            state.text(it.schema(), it.view(), it.text());
        } else if (step instanceof Step.RecordCopies) {
            recordCopies();
        } else if (step instanceof Step.Comment it) {
            comment(it);
        } else if (step instanceof Step.MoveSink it) {
            CatalogObject sink = object(it.sink());
            Set<String> uses = state.uses.get(sink.id());
            uses.removeIf(id -> !state.objects.get(id).is(ObjectType.CONNECTION));
            uses.add(object(it.relation()).id());
        } else {
            change(step);
        }
    }

    private void change(Step step) {
        if (step instanceof Step.ChangeOwner it) {
            changeOwner(it);
        } else if (step instanceof Step.ChangePrivileges it) {
            it.targets().forEach(target -> changePrivileges(it, target));
        } else if (step instanceof Step.ChangeDefaults it) {
            changeDefaults(it);
        } else if (step instanceof Step.DropObjects it) {
            drop(it);
        } else if (step instanceof Step.DropSchemas it) {
            dropSchemas(it);
        } else if (step instanceof Step.DropClusters it) {
            dropClusters(it);
        } else {
            throw new IllegalArgumentException("no model of " + step);
        }
    }

    private void refuseTaken(String schema) {
        String databaseId = state.databaseNamed(CatalogBuilder.DATABASE).id();
        boolean taken = state.schemas.values().stream()
                .anyMatch(other ->
                        other.databaseId().equals(databaseId) && other.name().equals(schema));
        if (taken) {
            throw new IllegalStateException("schema '" + schema + "' already exists");
        }
    }

    private void createSchema(String name) {
        refuseTaken(name);
        state.schema(name);
        Schema schema = state.schemaNamed(name);
        state.keep(CatalogBuilder.withAcl(schema, schema.acl().plus(defaults(ObjectType.SCHEMA))));
    }

    private void createCluster(Step.CreateCluster step) {
        if (state.clusters.values().stream().anyMatch(cluster -> cluster.name().equals(step.name()))) {
            throw new IllegalStateException("cluster '" + step.name() + "' already exists");
        }
        String definition = step.definition();
        if (definition.startsWith("(")) {
            state.cluster(step.name(), definition.substring(1, definition.length() - 1));
        } else {
            state.unmanagedCluster(step.name());
        }
        Cluster cluster = state.clusterNamed(step.name());
        state.keep(CatalogBuilder.withAcl(cluster, cluster.acl().plus(defaults(ObjectType.CLUSTER))));
    }

    private Acl defaults(ObjectType type) {
        Acl sum = Acl.EMPTY;
        for (DefaultPrivilege rule : state.defaultPrivileges) {
            if (rule.objectType().equals(type)
                    && rule.schemaId() == null
                    && Set.of(Acl.PUBLIC_ID, state.roleId(state.user)).contains(rule.roleId())) {
                sum = sum.plus(new Acl(Map.of(rule.granteeId(), rule.privileges())));
            }
        }
        return sum;
    }

    private void swap(Schema one, Schema other) {
        state.keep(CatalogBuilder.withName(one, other.name()));
        state.keep(CatalogBuilder.withName(other, one.name()));
    }

    private void swap(Cluster one, Cluster other) {
        state.keep(CatalogBuilder.withName(one, other.name()));
        state.keep(CatalogBuilder.withName(other, one.name()));
    }

    /** What init stores when it has read again: a model needs no second reading. */
    private void recordCopies() {
        Catalog catalog = state.build();
        Schema marker = catalog.schemas().values().stream()
                .filter(schema ->
                        schema.name().matches("(?s)" + Names.MARKER_PREFIX + ".*_(initializing|staged|applying\\d+)"))
                .findFirst()
                .orElseThrow();
        ProductionSnapshot inventory =
                ProductionSnapshot.parse(Marker.storedText(catalog, marker.id(), ProductionSnapshot.VIEW));
        var schemas = new TreeMap<String, String>();
        var clusters = new TreeMap<String, String>();
        inventory
                .schemas()
                .keySet()
                .forEach(name -> schemas.put(
                        name, state.schemaNamed(name + inventory.suffix()).id()));
        inventory
                .clusters()
                .keySet()
                .forEach(name -> clusters.put(
                        name, state.clusterNamed(name + inventory.suffix()).id()));
        String text = inventory
                .withCopies(new ProductionSnapshot.Copies(schemas, clusters))
                .json();
        state.text(marker.name(), ProductionSnapshot.VIEW, text);
    }

    private void comment(Step.Comment step) {
        if (step.type().equals(ObjectType.SCHEMA)) {
            state.schemaComments.put(schema(step.target()).id(), step.text());
        } else {
            state.clusterComments.put(
                    state.clusterNamed(names(step.target()).get(0)).id(), step.text());
        }
    }

    private void changeOwner(Step.ChangeOwner step) {
        String owner = state.roleId(step.owner());
        if (step.type().equals(ObjectType.SCHEMA)) {
            Schema it = schema(step.target());
            state.keep(new Schema(
                    it.id(), it.databaseId(), it.name(), owner, it.acl().withOwner(it.ownerId(), owner)));
        } else if (step.type().equals(ObjectType.CLUSTER)) {
            state.keep(CatalogBuilder.withOwner(
                    state.clusterNamed(names(step.target()).get(0)), owner));
        } else {
            state.keep(CatalogBuilder.withOwner(object(step.target()), owner));
        }
    }

    private void changePrivileges(Step.ChangePrivileges step, String target) {
        if (step.type().equals(ObjectType.SCHEMA)) {
            Schema it = schema(target);
            state.keep(CatalogBuilder.withAcl(it, changed(it.acl(), step)));
        } else if (step.type().equals(ObjectType.CLUSTER)) {
            Cluster it = state.clusterNamed(names(target).get(0));
            state.keep(CatalogBuilder.withAcl(it, changed(it.acl(), step)));
        } else {
            CatalogObject it = object(target);
            boolean onlySelect = step.type().equals(ObjectType.TABLE) && !it.is(ObjectType.TABLE);
            if (onlySelect && !step.privileges().equals(Set.of(Privilege.SELECT))) {
                throw new IllegalStateException("invalid privilege types for " + it.type());
            }
            state.keep(CatalogBuilder.withAcl(it, changed(it.acl(), step)));
        }
    }

    private Acl changed(Acl acl, Step.ChangePrivileges step) {
        var changes = new TreeMap<String, Set<Privilege>>();
        step.grantees().forEach(grantee -> changes.put(granteeId(grantee), step.privileges()));
        return step.grant() ? acl.plus(new Acl(changes)) : acl.minus(new Acl(changes));
    }

    private String granteeId(Grantee grantee) {
        return grantee.role() == null ? Acl.PUBLIC_ID : state.roleId(grantee.role());
    }

    /** One rule for each creator, schema, type and grantee. */
    private void changeDefaults(Step.ChangeDefaults step) {
        List<String> creators = step.roles().isEmpty()
                ? List.of(Acl.PUBLIC_ID)
                : step.roles().stream().map(state::roleId).toList();
        for (String name : step.schemas()) {
            for (String creator : creators) {
                for (Grantee grantee : step.grantees()) {
                    changeDefault(step, schema(name), creator, granteeId(grantee));
                }
            }
        }
    }

    private void changeDefault(Step.ChangeDefaults step, Schema schema, String creator, String granteeId) {
        Set<Privilege> privileges = new HashSet<>();
        state.defaultPrivileges.removeIf(rule -> {
            boolean same = schema.id().equals(rule.schemaId())
                    && rule.roleId().equals(creator)
                    && rule.objectType().equals(step.type())
                    && rule.granteeId().equals(granteeId);
            if (same) {
                privileges.addAll(rule.privileges());
            }
            return same;
        });
        if (step.grant()) {
            privileges.addAll(step.privileges());
        } else {
            privileges.removeAll(step.privileges());
        }
        if (!privileges.isEmpty()) {
            state.defaultPrivileges.add(new DefaultPrivilege(
                    creator, schema.databaseId(), schema.id(), step.type(), granteeId, privileges));
        }
    }

    private void drop(Step.DropObjects step) {
        List<CatalogObject> dropped = step.targets().stream().map(this::object).toList();
        Set<String> ids = dropped.stream().map(CatalogObject::id).collect(Collectors.toSet());
        if (ids.size() < dropped.size()) {
            throw new IllegalStateException("named twice");
        }
        for (CatalogObject object : dropped) {
            if (!object.is(step.type())) {
                throw new IllegalStateException(object.name() + " is not of type " + step.type());
            }
            for (CatalogObject user : usersOf(object)) {
                if (!ids.contains(user.id()) && !user.is(ObjectType.INDEX)) {
                    throw new IllegalStateException("cannot drop " + object.type() + " \"" + object.name()
                            + "\": still depended upon by " + user.type() + " \"" + user.name() + "\"");
                }
            }
        }
        dropped.forEach(this::forget);
    }

    private void forget(CatalogObject object) {
        List<CatalogObject> along = Stream.concat(
                        usersOf(object).stream().filter(user -> user.is(ObjectType.INDEX)),
                        state.uses.getOrDefault(object.id(), Set.of()).stream()
                                .map(state.objects::get)
                                .filter(used -> used != null && used.isProgress()))
                .toList();
        state.forget(object.id());
        along.forEach(this::forget);
    }

    private List<CatalogObject> usersOf(CatalogObject object) {
        return state.objects.values().stream()
                .filter(user -> state.uses.getOrDefault(user.id(), Set.of()).contains(object.id()))
                .toList();
    }

    private void dropSchemas(Step.DropSchemas step) {
        List<Schema> schemas = step.names().stream()
                .filter(name -> !skips(step.how()) || state.build().schema(name) != null)
                .map(state::schemaNamed)
                .toList();
        for (Schema schema : schemas) {
            List<CatalogObject> inside = state.objects.values().stream()
                    .filter(object -> object.schemaId().equals(schema.id()))
                    .toList();
            if (!inside.isEmpty() && !step.how().cascades()) {
                throw new IllegalStateException(
                        "schema '" + schema.name() + "' cannot be dropped without CASCADE while it contains objects");
            }
            cascade(inside);
        }
        schemas.forEach(schema -> {
            state.schemas.remove(schema.id());
            state.schemaComments.remove(schema.id());
            state.defaultPrivileges.removeIf(rule -> schema.id().equals(rule.schemaId()));
        });
    }

    private void dropClusters(Step.DropClusters step) {
        List<Cluster> clusters = step.names().stream().map(state::clusterNamed).toList();
        for (Cluster cluster : clusters) {
            List<CatalogObject> there = state.objects.values().stream()
                    .filter(object -> cluster.id().equals(object.clusterId()))
                    .toList();
            if (!there.isEmpty() && !step.how().cascades()) {
                throw new IllegalStateException(
                        "cannot drop cluster \"" + cluster.name() + "\" because other objects depend on it");
            }
            cascade(there);
        }
        clusters.forEach(cluster -> {
            state.clusters.remove(cluster.id());
            state.clusterComments.remove(cluster.id());
        });
    }

    private static boolean skips(Step.Drop how) {
        return how == Step.Drop.IF_EXISTS || how == Step.Drop.IF_EXISTS_CASCADE;
    }

    private void cascade(List<CatalogObject> objects) {
        List<CatalogObject> open = new ArrayList<>(objects);
        Set<String> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            CatalogObject object = open.remove(0);
            if (seen.add(object.id())) {
                open.addAll(usersOf(object));
            }
        }
        seen.forEach(state::forget);
    }

    private Schema schema(String qualified) {
        return state.schemaNamed(names(qualified).get(1));
    }

    private CatalogObject object(String qualified) {
        List<String> names = names(qualified);
        String schema = names.get(0).equals(CatalogBuilder.DATABASE) ? names.get(1) : names.get(0) + ":" + names.get(1);
        return state.objectNamed(schema + "." + names.get(2));
    }

    /** The parts of a name of which every part is quoted. */
    private static List<String> names(String qualified) {
        var names = new ArrayList<String>();
        for (int i = 0; i < qualified.length(); i++) {
            if (qualified.charAt(i) != '"') {
                throw new IllegalStateException("not quoted: " + qualified);
            }
            var name = new StringBuilder();
            for (i++; qualified.charAt(i) != '"' || qualified.startsWith("\"\"", i); i++) {
                if (qualified.charAt(i) == '"') {
                    i++;
                }
                name.append(qualified.charAt(i));
            }
            names.add(name.toString());
            i++;
        }
        return names;
    }
}
