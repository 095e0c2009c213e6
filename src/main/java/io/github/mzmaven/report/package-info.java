/** What people and CI read afterwards: plan.sql, plan.json, result.json, report.html. */
package io.github.mzmaven.report;
