package io.github.mzmaven.conformance;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Materialize's own image, with a Kafka beside it at the address that the recordings name. */
final class MaterializeContainer implements ServerUnderTest {
    /** The version that the recordings are of (v26.35.0-dev): unverified here, where there was no Docker to pull it with. */
    private static final DockerImageName MATERIALIZE = DockerImageName.parse("materialize/materialized:v26.35.0");

    private static final DockerImageName KAFKA = DockerImageName.parse("redpandadata/redpanda:v25.1.2");
    private static final int USERS = 6875;
    private static final int INTERNAL = 6877;

    private final GenericContainer<?> materialize;
    private final GenericContainer<?> kafka;

    private MaterializeContainer() {
        materialize = new GenericContainer<>(MATERIALIZE)
                .withExposedPorts(USERS, INTERNAL)
                .waitingFor(Wait.forListeningPorts(USERS, INTERNAL));
        materialize.start();
        // In the network of the other container: there it is 127.0.0.1.
        kafka = new GenericContainer<>(KAFKA)
                .withNetworkMode("container:" + materialize.getContainerId())
                .withCommand(
                        "redpanda",
                        "start",
                        "--mode=dev-container",
                        "--smp=1",
                        "--kafka-addr=127.0.0.1:19092",
                        "--advertise-kafka-addr=127.0.0.1:19092")
                .waitingFor(Wait.forLogMessage(".*Successfully started Redpanda.*", 1));
        kafka.start();
    }

    static boolean dockerIsThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static ServerUnderTest start() {
        return new MaterializeContainer();
    }

    static String version() {
        return MATERIALIZE.getVersionPart();
    }

    @Override
    public String url(String role) {
        return at(USERS, role);
    }

    @Override
    public String systemUrl() {
        return at(INTERNAL, "mz_system");
    }

    @Override
    public String name() {
        return MATERIALIZE.asCanonicalNameString();
    }

    @Override
    public void close() {
        kafka.stop();
        materialize.stop();
    }

    private String at(int port, String role) {
        return "jdbc:postgresql://" + materialize.getHost() + ":" + materialize.getMappedPort(port)
                + "/materialize?user=" + role;
    }
}
