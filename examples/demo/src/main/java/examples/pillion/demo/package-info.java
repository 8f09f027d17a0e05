/**
 * Runs Pillion for show and for tests: processes, load, an independent receiver, and the account.
 * Imports nothing of Pillion; knows its jars by path and its sidecar by HTTP.
 */
@NullMarked
package examples.pillion.demo;

import org.jspecify.annotations.NullMarked;
