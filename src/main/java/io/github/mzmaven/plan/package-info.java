/** Settings and catalog in, a plan or the reasons against it out. No connection, no clock. */
package io.github.mzmaven.plan;
