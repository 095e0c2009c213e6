package io.github.mzmaven.sandbox.engine;

import io.github.mzmaven.sandbox.SqlError;
import java.util.ArrayList;
import java.util.List;

/** CREATE and ALTER CLUSTER, CREATE CLUSTER REPLICA. */
final class ClusterParser {
    private static final String[] OPTIONS = {
        "auto",
        "availability",
        "disk",
        "introspection",
        "managed",
        "replicas",
        "replication",
        "size",
        "schedule",
        "workload"
    };

    private final TokenCursor in;
    private Boolean managed;
    private String size;
    private String replicationFactor;
    private Long introspectionMillis;
    private Boolean debugging;
    private ClusterOptionList.Schedule schedule;
    private ClusterOptions.AutoScaling autoScaling;
    private String workloadClass;
    private List<Statement.ReplicaSpec> replicas;

    ClusterParser(TokenCursor in) {
        this.in = in;
    }

    /** After CREATE CLUSTER. */
    Statement create() throws SqlError {
        if (in.sees("replica")) {
            return createReplica();
        }
        String name = in.identifier();
        boolean parenthesis = in.accept(Token.Kind.LEFT_PAREN);
        options();
        if (parenthesis) {
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        return new Statement.CreateCluster(name, given());
    }

    private Statement createReplica() throws SqlError {
        in.expect("replica");
        String cluster = in.identifier();
        in.expect(Token.Kind.DOT);
        String name = in.identifier();
        boolean parenthesis = in.accept(Token.Kind.LEFT_PAREN);
        Statement.ReplicaSpec spec = replicaOptions(name);
        if (parenthesis) {
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        return new Statement.CreateClusterReplica(cluster, name, spec);
    }

    /** After ALTER CLUSTER name. */
    Statement alter(String name) throws SqlError {
        in.expect("set");
        boolean parenthesis = in.accept(Token.Kind.LEFT_PAREN);
        options();
        if (parenthesis) {
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        if (in.sees("with")) {
            throw Errors.unsupported("ALTER CLUSTER ... WITH");
        }
        return new Statement.AlterCluster(name, given());
    }

    private ClusterOptionList given() {
        return new ClusterOptionList(
                managed,
                size,
                replicationFactor,
                introspectionMillis,
                debugging,
                schedule,
                autoScaling,
                workloadClass,
                replicas);
    }

    private void options() throws SqlError {
        do {
            option(optionName());
        } while (in.accept(Token.Kind.COMMA));
    }

    private String optionName() throws SqlError {
        String first = in.expectOneOf(OPTIONS);
        switch (first) {
            case "auto" -> in.expect("scaling", "strategy");
            case "availability" -> throw Errors.unsupported("AVAILABILITY ZONES");
            case "introspection" -> first += " " + in.expectOneOf("debugging", "interval");
            case "replication" -> in.expect("factor");
            case "workload" -> in.expect("class");
            default -> {
                return first;
            }
        }
        return first;
    }

    private void option(String name) throws SqlError {
        in.acceptOperator("=");
        switch (name) {
            case "managed" -> managed = flag();
            case "size" -> size = value();
            case "replication" -> replicationFactor = number();
            case "introspection interval" -> introspectionMillis = interval();
            case "introspection debugging" -> debugging = flag();
            case "schedule" -> schedule = schedule();
            case "auto" -> autoScaling = autoScaling();
            case "workload" -> workloadClass = in.accept("null") ? "" : value();
            case "replicas" -> replicas = replicas();
            default -> flag();
        }
    }

    private List<Statement.ReplicaSpec> replicas() throws SqlError {
        in.expect(Token.Kind.LEFT_PAREN);
        List<Statement.ReplicaSpec> specs = new ArrayList<>();
        while (!in.peek().is(Token.Kind.RIGHT_PAREN)) {
            if (!specs.isEmpty()) {
                in.expect(Token.Kind.COMMA);
            }
            String name = in.identifier();
            in.expect(Token.Kind.LEFT_PAREN);
            specs.add(replicaOptions(name));
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        in.expect(Token.Kind.RIGHT_PAREN);
        return specs;
    }

    private Statement.ReplicaSpec replicaOptions(String name) throws SqlError {
        String replicaSize = null;
        String zone = null;
        do {
            String option = in.expectOneOf("availability", "disk", "internal", "introspection", "size");
            if (option.equals("availability")) {
                in.expect("zone");
            } else if (option.equals("introspection")) {
                in.expectOneOf("debugging", "interval");
            }
            in.acceptOperator("=");
            switch (option) {
                case "size" -> replicaSize = value();
                case "availability" -> zone = value();
                default -> throw Errors.unsupported("the replica option " + option);
            }
        } while (in.accept(Token.Kind.COMMA));
        return new Statement.ReplicaSpec(name, replicaSize, zone);
    }

    private ClusterOptionList.Schedule schedule() throws SqlError {
        if (in.expectOneOf("manual", "on").equals("manual")) {
            return new ClusterOptionList.Schedule(null);
        }
        in.expect("refresh");
        long estimate = 0;
        if (in.accept(Token.Kind.LEFT_PAREN)) {
            in.expect("hydration", "time", "estimate");
            in.acceptOperator("=");
            estimate = interval() / 1000;
            in.expect(Token.Kind.RIGHT_PAREN);
        }
        return new ClusterOptionList.Schedule(estimate);
    }

    private ClusterOptions.AutoScaling autoScaling() throws SqlError {
        in.expect(Token.Kind.LEFT_PAREN);
        in.expect("on", "hydration");
        in.expect(Token.Kind.LEFT_PAREN);
        String hydrationSize = null;
        Long linger = null;
        do {
            if (in.expectOneOf("hydration", "linger").equals("hydration")) {
                in.expect("size");
                in.acceptOperator("=");
                hydrationSize = value();
            } else {
                in.expect("duration");
                in.acceptOperator("=");
                linger = interval() / 1000;
            }
        } while (in.accept(Token.Kind.COMMA));
        in.expect(Token.Kind.RIGHT_PAREN);
        in.expect(Token.Kind.RIGHT_PAREN);
        return new ClusterOptions.AutoScaling(hydrationSize, linger);
    }

    private boolean flag() throws SqlError {
        if (in.accept("true")) {
            return true;
        }
        if (in.accept("false")) {
            return false;
        }
        throw in.expected("option value");
    }

    private String value() throws SqlError {
        Token token = in.peek();
        if (token.isIdentifier() || token.is(Token.Kind.STRING) || token.is(Token.Kind.NUMBER)) {
            return in.next().text();
        }
        throw in.expected("option value");
    }

    private String number() throws SqlError {
        String sign = in.acceptOperator("-") ? "-" : "";
        return sign + value();
    }

    /** Milliseconds. */
    private long interval() throws SqlError {
        in.accept("interval");
        return Intervals.millis(value());
    }
}
