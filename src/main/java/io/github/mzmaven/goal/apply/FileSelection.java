package io.github.mzmaven.goal.apply;

import io.github.mzmaven.catalog.AppliedFiles;
import io.github.mzmaven.catalog.AppliedFiles.Entry;
import io.github.mzmaven.catalog.Catalog;
import io.github.mzmaven.catalog.Catalog.Schema;
import io.github.mzmaven.catalog.CatalogObject;
import io.github.mzmaven.catalog.QualifiedName;
import io.github.mzmaven.config.Settings;
import io.github.mzmaven.project.FileNames;
import io.github.mzmaven.project.FileOrder;
import io.github.mzmaven.project.SqlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which files run, and why: a file that is new, changed or was cut off runs, and so does every file whose objects depend on
 * what it makes, that grants, comments or alters that, or that fills a table from it.
 */
final class FileSelection {
    static final String CHANGED = "changed";

    private final Settings settings;
    private final Catalog catalog;
    private final AppliedFiles recorded;
    private final Map<String, SqlFile> files;
    private final Map<String, List<QualifiedName>> made;
    private final FileNames names;
    private final FileOrder order;
    private final FileSteps steps;
    private final Map<String, String> why = new LinkedHashMap<>();
    /** All that any file has created, as recorded. */
    private final Set<QualifiedName> everMade;

    private final Set<String> dropped;

    /**
     * Selects.
     *
     * @param recorded what the marker says was applied
     * @param files by path, in the order in which they run
     * @param made by path, what a file creates
     */
    FileSelection(
            Settings settings,
            Catalog catalog,
            AppliedFiles recorded,
            Map<String, SqlFile> files,
            Map<String, List<QualifiedName>> made,
            FileNames names,
            FileOrder order) {
        this.settings = settings;
        this.catalog = catalog;
        this.recorded = recorded;
        this.files = files;
        this.made = made;
        this.names = names;
        this.order = order;
        this.steps = new FileSteps(settings);
        this.everMade = recorded.allObjects();
        findDirtyFiles();
        this.dropped = findDropped();
    }

    /** Whether a file runs. */
    boolean runs(String path) {
        return why.containsKey(path);
    }

    /** Why a file runs; {@code null} for one that does not. */
    String why(String path) {
        return why.get(path);
    }

    /** Ids of what files that run, or are gone, have made, and of all that depends on it. */
    Set<String> dropped() {
        return dropped;
    }

    private void findDirtyFiles() {
        for (SqlFile file : files.values()) {
            Entry entry = recorded.files().get(file.path());
            if (entry == null) {
                why.put(file.path(), "new");
            } else if (entry.sha256() == null) {
                why.put(file.path(), "was not finished");
            } else if (!entry.sha256().equals(steps.checksum(file))) {
                why.put(file.path(), CHANGED);
            } else {
                made.get(file.path()).stream()
                        .filter(object -> find(object) == null)
                        .findFirst()
                        .ifPresent(missing -> why.put(file.path(), missing.name() + " is missing"));
            }
        }
    }

    /** Ids of what files that run, or are gone, have made, and of all that depends on it; finds more files that run. */
    private Set<String> findDropped() {
        while (true) {
            var ids = new TreeSet<String>();
            why.keySet().forEach(path -> {
                made.get(path).forEach(object -> addId(ids, object));
                recorded.objectsOf(path).forEach(object -> addId(ids, object));
            });
            recorded.files().keySet().stream()
                    .filter(path -> !files.containsKey(path))
                    .forEach(path -> recorded.objectsOf(path).forEach(object -> addId(ids, object)));
            ids.addAll(catalog.dependentsOf(ids));
            ids.retainAll(catalog.objects().keySet());
            boolean added = addFilesOf(ids);
            added |= addFilesThatChangeThose();
            added |= addFilesThatReadThose();
            if (!added) {
                return ids;
            }
        }
    }

    /** A grant, a comment or an index of another file goes with the object: that file runs again too. */
    private boolean addFilesThatChangeThose() {
        return addFiles(
                file -> names.changedBy(file).stream().map(names::fileOf).anyMatch(why::containsKey));
    }

    /**
     * What the catalog does not tell: a name that stood for an object further along the search path stands for a new one
     * now, and a table was filled from what is made again.
     */
    private boolean addFilesThatReadThose() {
        return addFiles(file -> order.after(file.path()).stream()
                .filter(edge -> why.containsKey(edge.file()))
                .anyMatch(edge -> fillsTables(file) || !everMade.contains(edge.relation())));
    }

    private static boolean fillsTables(SqlFile file) {
        return file.statements().stream()
                .anyMatch(statement -> statement.summary().writesRows());
    }

    /** Lets those of the other files run too; tells whether there are any. */
    private boolean addFiles(Predicate<SqlFile> depends) {
        List<String> more = files.values().stream()
                .filter(file -> !why.containsKey(file.path()) && depends.test(file))
                .map(SqlFile::path)
                .toList();
        more.forEach(path -> why.put(path, "depends on what changed"));
        return !more.isEmpty();
    }

    private boolean addFilesOf(TreeSet<String> ids) {
        boolean added = false;
        for (String id : ids) {
            QualifiedName name = nameInDeployment(catalog.objects().get(id));
            String path = name == null ? null : names.fileOf(name);
            if (path != null && !why.containsKey(path)) {
                why.put(path, "depends on what changed");
                added = true;
            }
        }
        return added;
    }

    private void addId(TreeSet<String> ids, QualifiedName name) {
        CatalogObject object = find(name);
        if (object != null) {
            ids.add(object.id());
        }
    }

    /** The object of that name in the copy, or {@code null}. */
    private CatalogObject find(QualifiedName name) {
        Schema copy = catalog.schema(settings.copyOf(name.schema()));
        return copy == null
                ? null
                : catalog.objectsIn(copy.id()).stream()
                        .filter(object -> object.name().equals(name.name()))
                        .findFirst()
                        .orElse(null);
    }

    /** The name of an object in one of the copies; {@code null} for one elsewhere. */
    QualifiedName nameInDeployment(CatalogObject object) {
        for (String schema : settings.schemas()) {
            Schema copy = catalog.schema(settings.copyOf(schema));
            if (copy != null && copy.id().equals(object.schemaId())) {
                return new QualifiedName(schema, object.name());
            }
        }
        return null;
    }
}
