/** Programs that show what the library does; all of them run from one jar, by name. */
package io.mp4j.examples;
