package org.modeljungle.weights;

import java.nio.file.Path;

/**
 * A model of a jungle on disk.
 *
 * @param split the part of the jungle it belongs to: train, val, test, val_holdout, test_holdout
 * @param id its name, unique in its split
 * @param path its weight file
 */
public record ModelFile(String split, String id, Path path) {}
