package io.github.mzmaven.sandbox.wire;

import io.github.mzmaven.sandbox.Answers;
import io.github.mzmaven.sandbox.Conversation;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens before a session: encryption asked for and refused, cancel requests, settings. */
final class Startup {
    private static final int CANCEL = 80877102;
    private static final int TLS = 80877103;
    private static final int GSS = 80877104;
    private static final Pattern OPTION = Pattern.compile("(?:-c\\s*|--)(\\w+)=((?:\\\\.|\\S)*)");
    private static final Set<String> NOT_SETTINGS =
            Set.of("user", "database", "options", "replication", "client_encoding", "datestyle", "extra_float_digits");

    private Startup() {}

    /** The client's parameters; {@code null} if it wanted no session. */
    static Map<String, String> negotiate(DataInputStream in, OutputStream out, WireServer server) throws IOException {
        while (true) {
            FrontendMessage message = FrontendMessage.readUntyped(in);
            int code = message.body().getInt();
            if (code == TLS || code == GSS) {
                out.write('N');
                out.flush();
            } else if (code == CANCEL) {
                server.cancel(message.body().getInt(), message.body().getInt());
                return null;
            } else if (code >> 16 == 3) {
                return read(message);
            } else {
                throw new IOException("Protocol " + (code >> 16) + "." + (code & 0xffff));
            }
        }
    }

    private static Map<String, String> read(FrontendMessage message) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name = message.string(); !name.isEmpty(); name = message.string()) {
            parameters.put(name, message.string());
        }
        Matcher options = OPTION.matcher(parameters.getOrDefault("options", ""));
        while (options.find()) {
            parameters.put(options.group(1), options.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return parameters;
    }

    /** What the server tells of itself at once. */
    static Map<String, String> parameters(Map<String, String> startup, String version) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("application_name", startup.getOrDefault("application_name", ""));
        told.put("client_encoding", "UTF8");
        told.put("DateStyle", "ISO, MDY");
        told.put("integer_datetimes", "on");
        told.put("IntervalStyle", "postgres");
        told.put("server_encoding", "UTF8");
        told.put("server_version", "9.5.0");
        told.put("standard_conforming_strings", "on");
        told.put("TimeZone", "UTC");
        if (version != null) {
            told.put("mz_version", version);
        }
        return told;
    }

    /** Makes the settings; returns the names of those that the session does not take. */
    static List<String> apply(Map<String, String> startup, Conversation conversation) {
        List<String> refused = new ArrayList<>();
        startup.forEach((name, value) -> {
            if (!NOT_SETTINGS.contains(name.toLowerCase(Locale.ROOT))) {
                // A search path is a list: as one literal it would be one schema.
                String literal = name.equals("search_path") ? value : "'" + value.replace("'", "''") + "'";
                if (!conversation.message("SET " + name + " = " + literal, Answers.IGNORED)) {
                    refused.add(name);
                }
            }
        });
        return refused;
    }
}
