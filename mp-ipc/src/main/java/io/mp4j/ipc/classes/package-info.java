/**
 * The child's side of classes on demand: loaders that ask the parent process for what they lack.
 *
 * <p>This package uses the JDK alone, because it may have to load all the rest of the library:
 * where the parent has the library from a loader of its own, such as that of nested jars, these
 * classes are all that is on the class path of the child.
 */
package io.mp4j.ipc.classes;
