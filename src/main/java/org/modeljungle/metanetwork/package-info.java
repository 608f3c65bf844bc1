/** Networks that read weights: ProbeX, MVProbe and the dense expert, their heads, their training and their files. */
package org.modeljungle.metanetwork;
