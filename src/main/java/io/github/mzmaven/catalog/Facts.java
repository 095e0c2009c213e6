package io.github.mzmaven.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * What a deployment's marker says in its comment, as JSON. A comment holds at most 1,024 bytes on a server (PlanError
 * CommentTooLong in Materialize's source), so what grows with the deployment is in its {@link Inventory} instead.
 *
 * @param id the deployment's id
 * @param tag names what is deployed; {@code null} where not set
 * @param user the role that made it
 * @param git the commit SHA; {@code null} where unknown
 * @param started the server's time at the first statement of init, ISO 8601
 * @param connection of the run at work in states initializing and cleaning, as {@code mz_sessions.connection_id}
 * @param allowStateful whether init was told that tables, sources and the like may be in production schemas
 * @param promoted the server's time of the promote, ISO 8601; {@code null} before
 * @param promotedBy the role that promoted; {@code null} before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Facts(
        String id,
        String tag,
        String user,
        String git,
        String started,
        String connection,
        boolean allowStateful,
        String promoted,
        String promotedBy) {

    static final JsonMapper JSON = JsonMapper.builder()
            // A later version of this plugin may add facts.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Reads a comment; {@code null} where it is none of ours. */
    static Facts parse(String comment) {
        try {
            return comment == null ? null : JSON.readValue(comment, Facts.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public String json() {
        return json(this);
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and maps always become JSON", e);
        }
    }

    /** The same deployment, at work on another connection. */
    public Facts withConnection(String newConnection) {
        return new Facts(id, tag, user, git, started, newConnection, allowStateful, promoted, promotedBy);
    }

    /** The same deployment, promoted; nulls for one that is not any more. */
    public Facts withPromoted(String when, String by) {
        return new Facts(id, tag, user, git, started, connection, allowStateful, when, by);
    }
}
