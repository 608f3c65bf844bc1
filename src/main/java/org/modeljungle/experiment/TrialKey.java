package org.modeljungle.experiment;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Digests;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;

/**
 * All that a trial's outcome depends on.
 *
 * @param settings as plain data
 * @param code the library's version of this kind of training, and the digests or versions of the caller's own classes
 * @param data the digest of the data
 * @param seed the training's
 * @param device where it is trained
 */
record TrialKey(Object settings, Map<String, String> code, String data, long seed, String device) {

    /** {@code inStack}: whether it is trained in a stack, whose numbers are rounded in another way. */
    static TrialKey of(Trainable<?> trainable, Seeds seeds, boolean inStack, DataDigests digests) {
        PlainSettings settings = PlainSettings.of(trainable.name(), trainable.settings());
        Map<String, String> code = code(trainable, settings.classes());
        if (inStack) {
            code.put("trained", "in a stack");
        }
        return new TrialKey(settings.data(), code, trainable.data(digests), seeds.value(), Torch.deviceName());
    }

    /** One text for one content, as 64 hexadecimal digits. */
    String digest() {
        return Digests.ofJson(this);
    }

    private static Map<String, String> code(Trainable<?> trainable, Set<Class<?>> inSettings) {
        Map<String, String> code = new LinkedHashMap<>();
        code.put("kind", trainable.kind());
        if (!trainable.version().isEmpty()) {
            code.put("version", trainable.version());
            addOwn(code, "of", trainable.author().getClass());
            addOwn(code, "by", trainable.getClass());
            trainable.parts().forEach(part -> addKnown(code, part.getClass()));
            return code;
        }
        Set<Class<?>> all = new LinkedHashSet<>(inSettings);
        all.add(trainable.getClass());
        all.add(trainable.author().getClass());
        trainable.parts().forEach(part -> all.add(part.getClass()));
        for (Class<?> type : all) {
            if (!Code.isLibrary(type)) {
                code.merge(PlainSettings.nameOf(type), Code.digest(type), String::concat);
            }
        }
        return code;
    }

    /** Whose version it is: others may count as far. */
    private static void addOwn(Map<String, String> code, String key, Class<?> type) {
        if (!Code.isLibrary(type)) {
            code.put(key, PlainSettings.nameOf(type));
        }
    }

    /** The code of a part, unless it cannot be known: then the version speaks for it. */
    private static void addKnown(Map<String, String> code, Class<?> part) {
        if (!Code.isLibrary(part)) {
            Code.find(part).ifPresent(digest -> code.merge(PlainSettings.nameOf(part), digest, String::concat));
        }
    }
}
