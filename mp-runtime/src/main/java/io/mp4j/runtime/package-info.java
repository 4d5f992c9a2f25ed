/** The implementation of the API: child JVMs, and everything that runs in or on them. Internal. */
package io.mp4j.runtime;
