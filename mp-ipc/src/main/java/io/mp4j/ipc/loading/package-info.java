/**
 * Which class loader a class belongs to, said in a way that other processes of the tree understand.
 */
package io.mp4j.ipc.loading;
