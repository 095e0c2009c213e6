package io.github.mzmaven.catalog;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Stands for what a reading left out. Asking for it is a mistake in this program, and must not be answered with "there is
 * none": a check would pass on nothing.
 */
record Unread(String message) implements InvocationHandler {
    private static final char MARK = '\0';

    /** A list, set or map of which nothing can be asked. */
    @SuppressWarnings("unchecked") // It never gives an element away.
    static <C> C of(Class<? super C> collection, String what, Reading reading) {
        return (C) Proxy.newProxyInstance(
                Unread.class.getClassLoader(), new Class<?>[] {collection}, new Unread(message(what, reading)));
    }

    static boolean is(Object collection) {
        return collection != null
                && Proxy.isProxyClass(collection.getClass())
                && Proxy.getInvocationHandler(collection) instanceof Unread;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getDeclaringClass() == Object.class ? method.getName() : "") {
            case "equals" -> is(arguments[0]) && equals(Proxy.getInvocationHandler(arguments[0]));
            case "hashCode" -> hashCode();
            case "toString" -> message;
            default -> throw new IllegalStateException(message);
        };
    }

    /** What was read of some things, by id; asking for others is the same mistake. */
    static <V> Map<String, V> beyond(Map<String, V> read, Predicate<String> asked, String what, Reading reading) {
        return new AbstractMap<>() {
            @Override
            public V get(Object id) {
                if (!asked.test((String) id)) {
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
        };
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

    private static String message(String what, Reading reading) {
        return what + " was not read: reading " + reading + " leaves it out";
    }
}
