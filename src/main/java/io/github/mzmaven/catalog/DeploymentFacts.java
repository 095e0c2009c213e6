package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/**
 * What a deployment's marker says in its comment, as JSON. A comment holds at most 1,024 bytes on a server (PlanError
 * CommentTooLong in Materialize's source), so what grows with the deployment is in its {@link ProductionSnapshot} instead.
 *
 * @param id the deployment's id
 * @param tag names what is deployed; {@code null} where not set
 * @param user the role that made it
 * @param git the commit SHA; {@code null} where unknown
 * @param started the server's time at the first statement of init, ISO 8601
 * @param connection of the run at work in states initializing and cleaning, as {@code mz_sessions.connection_id}
 * @param allowStateful whether init was asked to allow that tables, sources and the like are in production schemas
 * @param promoted the server's time of the promote, ISO 8601; {@code null} before
 * @param promotedBy the role that promoted; {@code null} before
 * @param newest the id of the newest object of what was promoted: ids only grow, so what was made since has a greater one;
 *     {@code null} before, and in a marker of an earlier version
 * @param rolledBack the server's time of the rollback of the last promote, ISO 8601; {@code null} where there was none since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeploymentFacts(
        String id,
        String tag,
        String user,
        String git,
        String started,
        String connection,
        boolean allowStateful,
        String promoted,
        String promotedBy,
        String newest,
        String rolledBack) {

    /** A deployment that is not promoted. */
    public DeploymentFacts(
            String id, String tag, String user, String git, String started, String connection, boolean allowStateful) {
        this(id, tag, user, git, started, connection, allowStateful, null, null, null, null);
    }

    /** A deployment of which no more is known, or matters. */
    public static DeploymentFacts of(String id, String user) {
        return new DeploymentFacts(id, null, user, null, null, null, false);
    }

    /** What the server takes as a comment. */
    static final int MAX_COMMENT_BYTES = 1_024;

    private static final int MAX_GIT_BYTES = 64;
    private static final int ELLIPSIS_BYTES = 3;

    static final JsonMapper JSON = JsonMapper.builder()
            // A later version of this plugin may add facts.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads a comment; {@code null} where it is none of ours. */
    static DeploymentFacts parse(String comment) {
        try {
            DeploymentFacts facts = comment == null ? null : JSON.readValue(comment, DeploymentFacts.class);
            return facts == null || facts.id == null ? null : facts;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** As it is stored: what only people read is cut short where the whole would be too long for a comment. */
    public String json() {
        return json(fitting());
    }

    /** What will be read again: the same, or with shorter names of roles and commit where the whole is too long. */
    public DeploymentFacts fitting() {
        DeploymentFacts facts = with(user, cut(git, MAX_GIT_BYTES), promotedBy);
        for (int bytes = MAX_COMMENT_BYTES / 4; facts.isTooLong() && bytes > 0; bytes /= 2) {
            facts = facts.with(cut(user, bytes), facts.git, cut(promotedBy, bytes));
        }
        return facts;
    }

    private boolean isTooLong() {
        return bytes(json(this)) > MAX_COMMENT_BYTES;
    }

    private DeploymentFacts with(String newUser, String newGit, String newPromotedBy) {
        return new DeploymentFacts(
                id,
                tag,
                newUser,
                newGit,
                started,
                connection,
                allowStateful,
                promoted,
                newPromotedBy,
                newest,
                rolledBack);
    }

    /** The beginning, with an ellipsis where something is missing. */
    private static String cut(String text, int maxBytes) {
        if (text == null || bytes(text) <= maxBytes) {
            return text;
        }
        int end = text.length();
        while (end > 0 && bytes(text.substring(0, end)) > maxBytes - ELLIPSIS_BYTES) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and maps always become JSON", e);
        }
    }

    /** The same deployment, at work on another connection. */
    public DeploymentFacts withConnection(String newConnection) {
        return new DeploymentFacts(
                id, tag, user, git, started, newConnection, allowStateful, promoted, promotedBy, newest, rolledBack);
    }

    /** The same deployment, asked to allow tables, sources and the like. */
    public DeploymentFacts withStatefulAllowed() {
        return new DeploymentFacts(
                id, tag, user, git, started, connection, true, promoted, promotedBy, newest, rolledBack);
    }

    /** The same deployment, not promoted, or not any more. */
    public DeploymentFacts notPromoted() {
        return rolledBack(rolledBack);
    }

    /** The same deployment, not promoted any more since then. */
    public DeploymentFacts rolledBack(String when) {
        return new DeploymentFacts(id, tag, user, git, started, connection, allowStateful, null, null, null, when);
    }

    /**
     * The same deployment, promoted.
     *
     * @param newestObject {@code null} where it is not known
     */
    public DeploymentFacts withPromoted(String when, String by, String newestObject) {
        return new DeploymentFacts(
                id, tag, user, git, started, connection, allowStateful, when, by, newestObject, null);
    }
}
