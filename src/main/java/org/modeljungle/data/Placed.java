package org.modeljungle.data;

/** How a world varies its pictures: the settings that all drawn worlds share, by the names of their components. */
interface Placed {

    int size();

    double place();

    double smallest();

    double largest();

    double tilt();

    double variation();
}
