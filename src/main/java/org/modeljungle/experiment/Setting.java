package org.modeljungle.experiment;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * One point of a grid: a value of all that is varied, and the number of the repeat.
 *
 * @param values by name
 * @param repeat from 0
 * @param seeds the repeat's: the training starts from them, and another split of the data may be drawn from them; they
 *     are the same for all values, so that repeats can be compared pair by pair
 */
public record Setting(Map<String, Object> values, int repeat, Seeds seeds) {

    /** A value as it was given. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows what was given
    public <T> T get(String name) {
        Check.that(values.containsKey(name), "setting: expected one of %s, found '%s'", values.keySet(), name);
        return (T) values.get(name);
    }

    /** A number. */
    public double number(String name) {
        Object value = get(name);
        Check.that(value instanceof Number, "setting '%s': expected a number, found '%s'", name, value);
        return ((Number) value).doubleValue();
    }

    /** A whole number. */
    public int integer(String name) {
        double value = number(name);
        Check.that(value == (int) value, "setting '%s': expected a whole number, found %s", name, value);
        return (int) value;
    }

    /** A text. */
    public String text(String name) {
        return String.valueOf(this.<Object>get(name));
    }
}
