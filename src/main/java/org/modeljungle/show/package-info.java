/**
 * What a notebook needs to look at things: pictures, image grids, charts, tables, cards, views of models, weights and
 * readers, sliders and live progress bars, with thin adapters for the kernels JJava and IJava. Nothing imports this
 * package; it works in plain Java too, as text.
 *
 * <p>HTML made here is inline-styled and free of scripts, and inherits the text colour of the page, so that it reads in
 * light and dark themes and in exported notebooks.
 */
package org.modeljungle.show;
