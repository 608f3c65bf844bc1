package org.modeljungle.jungle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.modeljungle.nets.Network;

/**
 * All that decides the bytes of a zoo: many networks that were each trained from a start of its own, so that nothing relates
 * their weights but what they learnt.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InrRecipe.class, name = "inr"),
    @JsonSubTypes.Type(value = CnnRecipe.class, name = "cnn")
})
public sealed interface ZooRecipe permits InrRecipe, CnnRecipe {

    /** Everything random is split from it. */
    long seed();

    /** The number of networks. */
    int count();

    /** How many networks train side by side in one unit of work. */
    int stack();

    /** The architectures; every stack is of one of them. */
    List<Network> networks();

    /** The architecture of a stack's networks, by its place in {@link #networks()}. */
    int networkOf(int stackNumber);

    /** The zoo's name in the cache. */
    String hash();

    /** What grows the stacks of this recipe; draws what they learn from. */
    ZooGrower.Growing growing();

    /** The number of stacks; the last may be smaller. */
    default int stacks() {
        return (count() + stack() - 1) / stack();
    }
}
