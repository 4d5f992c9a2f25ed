/** What happens when a process ends. */
package io.mp4j.runtime.exit;
