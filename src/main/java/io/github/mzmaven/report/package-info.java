/** What a run tells, and who listens: the console (lines), and the record (plan.sql, plan.json, result.json, report.html). */
package io.github.mzmaven.report;
