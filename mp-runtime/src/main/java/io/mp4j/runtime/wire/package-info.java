/** The bodies of the frames that parents, children, pools and workers exchange. */
package io.mp4j.runtime.wire;
