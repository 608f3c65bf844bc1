/**
 * Writes grown models as people publish theirs, in every common dialect of adapters and of whole models, with and
 * without cards, and some of them damaged: a hub to practise on.
 */
package org.modeljungle.jungle.publish;
