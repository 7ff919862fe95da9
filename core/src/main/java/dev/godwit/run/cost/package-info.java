/** What a run will take and risk, and how fast the target reads afterwards. Imports {@code run}. */
package dev.godwit.run.cost;
