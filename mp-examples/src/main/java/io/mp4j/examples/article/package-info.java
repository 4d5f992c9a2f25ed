/**
 * The snippets of an article on Python's multiprocessing and threading, line for line. Each class
 * shows the Python text beside its own.
 */
package io.mp4j.examples.article;
