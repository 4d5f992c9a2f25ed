/** Support that the tests of all modules share. */
package io.mp4j.testing;
