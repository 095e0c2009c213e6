/** What all goals plan with: plans and steps, problems, the deployment, permissions. No connection, no clock. */
package io.github.mzmaven.plan;
