/**
 * Weight files, without an engine: reading and writing safetensors with every byte range checked before use, what a
 * file says of its model, and where a public jungle keeps its files. Nothing here is ever executed.
 */
package org.modeljungle.weights;
