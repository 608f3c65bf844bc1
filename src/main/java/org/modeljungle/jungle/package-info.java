/**
 * Grows jungles of models, and opens them: an ancestor and its fine-tuned children in a folder laid out like the public
 * Model-J, killed and resumed at any moment with the same bytes.
 */
package org.modeljungle.jungle;
