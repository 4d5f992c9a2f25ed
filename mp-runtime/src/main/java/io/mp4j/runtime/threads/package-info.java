/** The API on threads of one JVM: processes that are threads, and objects on its heap. */
package io.mp4j.runtime.threads;
