/** Renders the Mandelbrot set in tiles, with a bar that shows how far it is. */
package io.mp4j.examples.mandelbrot;
