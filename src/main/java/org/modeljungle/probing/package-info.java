/**
 * Learning from whole networks, by running them: probes go through a network, and its responses are read. ProbeGen
 * (arXiv 2410.10811), vanilla and unlearned probes, and the methods that they are measured against.
 */
package org.modeljungle.probing;
