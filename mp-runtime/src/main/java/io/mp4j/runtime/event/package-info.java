/** Things that happen once, and waiting for them. */
package io.mp4j.runtime.event;
