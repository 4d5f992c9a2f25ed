/** The child's side: its main, its identity, and the link to its parent. */
package io.mp4j.runtime.child;
