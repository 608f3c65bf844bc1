/**
 * Weight files, without an engine: reading and writing safetensors, in one file or several, with every byte range
 * checked before use; what a file says about its model; NumPy's matrices. Nothing in a file is ever executed.
 */
package org.modeljungle.weights;
