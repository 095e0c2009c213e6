package io.github.mzmaven.catalog;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands for what a reading left out. Asking for it is a mistake in this program, and must not be answered with "there is
 * none": a check would pass on nothing.
 */
final class Unread {
    private static final char MARK = '\0';

    private Unread() {}

    static <T> List<T> list(String what, Reading reading) {
        return new UnreadList<>(message(what, reading));
    }

    static <T> Set<T> set(String what, Reading reading) {
        return new UnreadSet<>(message(what, reading));
    }

    static <K, V> Map<K, V> map(String what, Reading reading) {
        return new UnreadMap<>(message(what, reading));
    }

    /** What was read of some things, by id; asking for others is the same mistake. */
    static <V> Map<String, V> beyond(Map<String, V> read, Set<String> asked, String what, Reading reading) {
        return new PartMap<>(read, asked, what, reading);
    }

    /** A text that {@link #checked} refuses. */
    static String text(String what, Reading reading) {
        return MARK + message(what, reading);
    }

    static String checked(String text) {
        if (text != null && !text.isEmpty() && text.charAt(0) == MARK) {
            throw new IllegalStateException(text.substring(1));
        }
        return text;
    }

    static boolean isMap(Map<?, ?> map) {
        return map instanceof UnreadMap;
    }

    private static String message(String what, Reading reading) {
        return what + " was not read: reading " + reading + " leaves it out";
    }

    private static final class UnreadList<T> extends AbstractList<T> {
        private final String message;

        UnreadList(String message) {
            this.message = message;
        }

        @Override
        public T get(int index) {
            throw new IllegalStateException(message);
        }

        @Override
        public int size() {
            throw new IllegalStateException(message);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UnreadList<?> unread && unread.message.equals(message);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }

        @Override
        public String toString() {
            return message;
        }
    }

    private static final class UnreadSet<T> extends AbstractSet<T> {
        private final String message;

        UnreadSet(String message) {
            this.message = message;
        }

        @Override
        public Iterator<T> iterator() {
            throw new IllegalStateException(message);
        }

        @Override
        public int size() {
            throw new IllegalStateException(message);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UnreadSet<?> unread && unread.message.equals(message);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }

        @Override
        public String toString() {
            return message;
        }
    }

    private static final class UnreadMap<K, V> extends AbstractMap<K, V> {
        private final String message;

        UnreadMap(String message) {
            this.message = message;
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            throw new IllegalStateException(message);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof UnreadMap<?, ?> unread && unread.message.equals(message);
        }

        @Override
        public int hashCode() {
            return message.hashCode();
        }

        @Override
        public String toString() {
            return message;
        }
    }

    private static final class PartMap<V> extends AbstractMap<String, V> {
        private final Map<String, V> read;
        private final Set<String> asked;
        private final String what;
        private final Reading reading;

        PartMap(Map<String, V> read, Set<String> asked, String what, Reading reading) {
            this.read = read;
            this.asked = asked;
            this.what = what;
            this.reading = reading;
        }

        @Override
        public V get(Object id) {
            if (!asked.contains(id)) {
                throw new IllegalStateException(message(what + " of " + id, reading));
            }
            return read.get(id);
        }

        @Override
        public boolean containsKey(Object id) {
            return get(id) != null;
        }

        @Override
        public Set<Entry<String, V>> entrySet() {
            return read.entrySet();
        }
    }
}
