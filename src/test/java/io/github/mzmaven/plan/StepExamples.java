package io.github.mzmaven.plan;

import io.github.mzmaven.catalog.ObjectType;
import io.github.mzmaven.catalog.Privilege;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Each kind of step in all variants of its SQL. */
public final class StepExamples {
    private static final List<ObjectType> OBJECTS = List.of(
            ObjectType.VIEW,
            ObjectType.MATERIALIZED_VIEW,
            ObjectType.INDEX,
            ObjectType.TABLE,
            ObjectType.SOURCE,
            ObjectType.SINK,
            ObjectType.CONNECTION,
            ObjectType.SECRET,
            ObjectType.TYPE);
    private static final List<ObjectType> CONTAINERS = List.of(ObjectType.SCHEMA, ObjectType.CLUSTER);
    private static final List<ObjectType> GRANTED =
            List.of(ObjectType.TABLE, ObjectType.TYPE, ObjectType.SECRET, ObjectType.CONNECTION);

    private static final String TARGET = "\"d\".\"s\".\"o\"";
    private static final Set<Privilege> PRIVILEGES = Set.of(Privilege.USAGE);
    private static final List<Grantee> GRANTEES = List.of(new Grantee("r"), new Grantee(null));
    private static final List<Boolean> BOTH = List.of(true, false);

    private StepExamples() {}

    public static Map<Class<?>, List<Step>> all() {
        var all = new LinkedHashMap<Class<?>, List<Step>>();
        Step create = new Step.CreateSchema("d", "s", "");
        Step rename = new Step.RenameSchema("d", "a", "b");
        Stream.of(
                        create,
                        rename,
                        new Step.Transaction(List.of(rename), ""),
                        new Step.MarkerStep(create),
                        new Step.SwapSchemas("d", "a", "b"),
                        new Step.SwapClusters("a", "b"),
                        new Step.CreateCluster("c", MANAGED, ""),
                        new Step.CreateCluster("c", "REPLICAS (\"r1\" (SIZE = '25cc'), \"r2\" (SIZE = '50cc'))", ""),
                        new Step.CreateCluster("c", "REPLICAS (\"r1\" (SIZE = '25cc', AVAILABILITY ZONE = 'z'))", ""),
                        new Step.SetWorkloadClass("c", "w"),
                        new Step.StoreText("d", "s", "v", "text", null, ""),
                        new Step.MoveSink(TARGET, TARGET, "", "", ""),
                        new Step.SetSession("search_path", List.of("a", "b")),
                        new Step.SetSession("cluster", List.of("c")),
                        new Step.RecordCopies(),
                        new Step.RecordProduction(List.of("s"), List.of("c")),
                        new Step.ResetSession(),
                        new Step.RunStatement("CREATE INDEX i ON v (c)", "f", 1, 1))
                .forEach(step -> add(all, step));
        objects(all);
        privileges(all);
        for (Step.Drop how : Step.Drop.values()) {
            add(all, new Step.DropSchemas("d", List.of("a", "b"), how));
            add(all, new Step.DropClusters(List.of("a", "b"), how));
        }
        return all;
    }

    /** As SHOW CREATE CLUSTER gives it. */
    private static final String MANAGED =
            "(INTROSPECTION DEBUGGING = false, INTROSPECTION INTERVAL = INTERVAL '00:00:01',"
                    + " MANAGED = true, REPLICATION FACTOR = 1, SIZE = '25cc', SCHEDULE = MANUAL)";

    private static void objects(Map<Class<?>, List<Step>> all) {
        for (ObjectType type : OBJECTS) {
            add(all, new Step.DropObjects(type, List.of(TARGET, TARGET), ""));
            add(all, new Step.ChangeOwner(type, TARGET, "r", ""));
        }
        for (ObjectType type : CONTAINERS) {
            add(all, new Step.ChangeOwner(type, TARGET, "r", ""));
            add(all, new Step.Comment(type, TARGET, "it's", ""));
        }
    }

    private static void privileges(Map<Class<?>, List<Step>> all) {
        for (boolean grant : BOTH) {
            Stream.concat(CONTAINERS.stream(), GRANTED.stream())
                    .forEach(type -> add(
                            all,
                            new Step.ChangePrivileges(grant, PRIVILEGES, type, List.of(TARGET, TARGET), GRANTEES)));
            for (ObjectType type : GRANTED) {
                for (List<String> roles : List.of(List.of("r"), List.<String>of())) {
                    add(all, new Step.ChangeDefaults(grant, roles, List.of(TARGET), PRIVILEGES, type, GRANTEES));
                }
            }
        }
    }

    private static void add(Map<Class<?>, List<Step>> all, Step step) {
        all.computeIfAbsent(step.getClass(), kind -> new ArrayList<>()).add(step);
    }
}
