/** What the fuzzers of all packages need. */
package io.mp4j.fuzz;
