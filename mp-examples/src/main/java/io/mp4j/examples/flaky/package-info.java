/** Tasks that go wrong in every way, and what the pool makes of each. */
package io.mp4j.examples.flaky;
