/** mz:init: copies of the production schemas and clusters, with the same owners, grants, default privileges and options. */
package io.github.mzmaven.goal.init;
