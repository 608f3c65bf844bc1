/**
 * Everything that shows something: pictures, image grids, charts, tables, cards, views of models, weights and readers,
 * sliders and live progress bars, with thin adapters for the kernels JJava and IJava. No other package imports this
 * one; in plain Java it shows text.
 *
 * <p>The HTML has inline styles and no scripts, and inherits the page's text colour, so that it can be read in light
 * and dark themes and in exported notebooks.
 */
package org.modeljungle.show;
