package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.modeljungle.Seeds;

/**
 * Where a jungle of classifiers has its pictures from. It is part of the jungle's recipe and decides the bytes of what
 * is drawn: pictures in files are named by their content, wherever they lie.
 *
 * <p>In JSON a {@code type} says which it is; without one it is {@link ShapeClasses}.
 */
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "type",
        visible = true, // so that shape classes refuse a type that nobody knows
        defaultImpl = ShapeClasses.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Cifar.class, name = Cifar.TYPE),
    @JsonSubTypes.Type(value = ImageFolder.class, name = ImageFolder.TYPE)
})
public sealed interface DataSource permits ShapeClasses, Cifar, ImageFolder {

    /** Draws or reads all pictures: the same ones for the same seed. */
    Dataset draw(Seeds seeds);

    /** The names of the classes, in the order of their labels. */
    List<String> names();

    /** Height and width of a picture in pixels. */
    int side();
}
