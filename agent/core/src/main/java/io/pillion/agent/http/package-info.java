/** HTTP server and client exchanges as spans, by the OpenTelemetry HTTP semantic conventions. */
@NullMarked
package io.pillion.agent.http;

import org.jspecify.annotations.NullMarked;
