/** The processes of a program: who belongs to it, and who still lives. */
package io.mp4j.ipc.tree;
