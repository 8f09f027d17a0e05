/** What the tests of several packages share. */
package io.pillion.ipc.testing;
