/**
 * Trains what jungles and zoos consist of: ancestors and stacks of models. A folder is always grown by the same
 * mechanism: it can be killed at any moment, and resumes to the same bytes.
 */
package org.modeljungle.jungle.grow;
