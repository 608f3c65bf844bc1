/** Reading weights in closed form: inner products between models' matrices, and ridge regression on them. */
package org.modeljungle.ridge;
