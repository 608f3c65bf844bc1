/** Search in a jungle: models by words, and models like a model. */
package org.modeljungle.search;
