/**
 * Where the libraries inside the isolated loader log: the agent's own log, never the application's.
 *
 * <p>Found by SLF4J through its service file; nothing else of ours uses it.
 */
@NullMarked
package io.pillion.agent.slf4j;

import org.jspecify.annotations.NullMarked;
