package io.github.mzmaven.sandbox.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Chooses the line breaks of a {@link Doc}: a group stays on its line if that then ends within the width. */
final class DocLayout {
    private static final int TAB = 4;

    private record Task(int indent, boolean flat, Doc doc) {}

    private final int width;
    private final Deque<Task> tasks = new ArrayDeque<>();
    private final StringBuilder out = new StringBuilder();
    private int column;

    private DocLayout(int width) {
        this.width = width;
    }

    static String layout(Doc doc, int width) {
        DocLayout layout = new DocLayout(width);
        layout.tasks.push(new Task(0, false, doc));
        while (!layout.tasks.isEmpty()) {
            layout.place(layout.tasks.pop());
        }
        return layout.out.toString();
    }

    private void place(Task task) {
        if (task.doc() instanceof Doc.Text text) {
            out.append(text.text());
            column += text.text().length();
        } else if (task.doc() instanceof Doc.Line line) {
            out.append(task.flat() ? line.flat() : "\n" + " ".repeat(task.indent()));
            column = task.flat() ? column + line.flat().length() : task.indent();
        } else if (task.doc() instanceof Doc.Group group) {
            boolean flat = task.flat() || fits(new Task(task.indent(), true, group.doc()));
            tasks.push(new Task(task.indent(), flat, group.doc()));
        } else {
            expand(task, tasks);
        }
    }

    private static void expand(Task task, Deque<Task> onto) {
        if (task.doc() instanceof Doc.Nest nest) {
            onto.push(new Task(task.indent() + TAB, task.flat(), nest.doc()));
        } else if (task.doc() instanceof Doc.Concat concat) {
            for (int i = concat.docs().size() - 1; i >= 0; i--) {
                onto.push(new Task(task.indent(), task.flat(), concat.docs().get(i)));
            }
        }
    }

    /** Whether this, and what follows it up to the next break, ends within the width. */
    private boolean fits(Task first) {
        Deque<Task> ahead = new ArrayDeque<>();
        ahead.push(first);
        Iterator<Task> following = tasks.iterator();
        int left = width - column;
        while (left >= 0) {
            if (ahead.isEmpty()) {
                if (!following.hasNext()) {
                    return true;
                }
                ahead.push(following.next());
            }
            Task task = ahead.pop();
            if (task.doc() instanceof Doc.Text text) {
                left -= text.text().length();
            } else if (task.doc() instanceof Doc.Line line) {
                if (!task.flat()) {
                    return true;
                }
                left -= line.flat().length();
            } else if (task.doc() instanceof Doc.Group group) {
                ahead.push(new Task(task.indent(), task.flat(), group.doc()));
            } else {
                expand(task, ahead);
            }
        }
        return false;
    }
}
