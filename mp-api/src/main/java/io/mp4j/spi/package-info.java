/**
 * What an implementation of the API provides; found with {@link java.util.ServiceLoader}. Users of
 * the library do not need this package.
 */
package io.mp4j.spi;
