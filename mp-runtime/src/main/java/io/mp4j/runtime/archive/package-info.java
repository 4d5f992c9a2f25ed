/**
 * Archives of the classes of children, which make their start shorter: where they are kept, what
 * they are good for, and how they are made.
 */
package io.mp4j.runtime.archive;
