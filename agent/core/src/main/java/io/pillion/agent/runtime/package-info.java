/** What the agent does once its instrumentations have a host: telemetry and policy over IPC. */
@NullMarked
package io.pillion.agent.runtime;

import org.jspecify.annotations.NullMarked;
