/** The tables that are made for a source, in the types of the engine that is to hold them. */
package dev.godwit.plan.schema;
