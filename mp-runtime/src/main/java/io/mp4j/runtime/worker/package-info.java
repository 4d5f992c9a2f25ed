/** What runs in the worker processes of a pool. */
package io.mp4j.runtime.worker;
