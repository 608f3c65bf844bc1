/**
 * Trains what jungles and zoos consist of: ancestors and their pre-trainings, stacks of models, and the one way in
 * which a folder is grown, killed and resumed at any moment with the same bytes.
 */
package org.modeljungle.jungle.grow;
