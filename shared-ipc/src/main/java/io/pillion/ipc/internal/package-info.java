/** The transport: the only code that names Chronicle Queue or JCTools. For this module alone. */
@NullMarked
package io.pillion.ipc.internal;

import org.jspecify.annotations.NullMarked;
