/** Directories and files that only their user can open, and what killed programs left of them. */
package io.mp4j.ipc.directory;
