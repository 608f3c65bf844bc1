/**
 * Reading whole networks by running them: inputs, called probes, go through a network, and an MLP reads the responses.
 * ProbeGen (arXiv 2410.10811), vanilla and unlearned probes, and the baselines that they are compared with.
 */
package org.modeljungle.probing;
