/** The objects that processes share, by what they do with the bytes of their segments. */
package io.mp4j.runtime.shared;
