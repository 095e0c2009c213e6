package io.github.mzmaven.session;

import io.github.mzmaven.MzException;
import io.github.mzmaven.MzException.Kind;
import java.util.Arrays;

/** Which PostgreSQL driver is there: a POM can force another one on the plugin than that it was built with. */
final class DriverVersion {
    /** Versions before it let a negative number become a comment, and so text become SQL (CVE-2024-1597). */
    private static final int[] OLDEST = {42, 7, 2};

    private DriverVersion() {}

    /** Refuses a driver that cannot be trusted. */
    static void check(ClassLoader drivers) {
        String version = version(drivers);
        if (isTooOld(version)) {
            throw new MzException(
                    Kind.REFUSED,
                    "The PostgreSQL driver is " + version
                            + ", and before 42.7.2 it lets text become SQL (CVE-2024-1597)."
                            + " Nothing was sent. Take org.postgresql:postgresql out of the plugin's <dependencies>, or set a"
                            + " newer version there.");
        }
    }

    /** Not by naming the constant: the compiler would write this build's own version here. */
    private static String version(ClassLoader drivers) {
        try {
            Class<?> info = Class.forName("org.postgresql.util.DriverInfo", true, drivers);
            return (String) info.getField("DRIVER_VERSION").get(null);
        } catch (ReflectiveOperationException e) {
            // Drivers from before 42 have no such class.
            return "older than 42";
        }
    }

    private static boolean isTooOld(String version) {
        String[] parts = version.split("[^0-9]+");
        int[] numbers = new int[OLDEST.length];
        for (int i = 0; i < Math.min(parts.length, numbers.length); i++) {
            numbers[i] = parts[i].isEmpty() ? 0 : Integer.parseInt(parts[i]);
        }
        return Arrays.compare(numbers, OLDEST) < 0;
    }
}
