package org.modeljungle.experiment;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.VirtualAnnotatedMember;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.VirtualBeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.util.Annotations;
import com.fasterxml.jackson.databind.util.SimpleBeanPropertyDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.modeljungle.JsonProblem;

/**
 * Settings as plain data, in which each record says its class.
 *
 * @param data maps, lists, numbers and texts
 * @param classes of all records in them
 */
record PlainSettings(Object data, Set<Class<?>> classes) {

    private static final String CLASSES = "classes";
    private static final JsonMapper JSON = JsonMapper.builder()
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .addModule(new SimpleModule().addSerializer(new Sorted()).setSerializerModifier(new Typing()))
            .build();

    /**
     * Reads settings.
     *
     * @param who whose they are, for messages
     * @throws IllegalArgumentException if they are no plain data
     */
    static PlainSettings of(String who, Object settings) {
        Set<Class<?>> classes = new LinkedHashSet<>();
        try {
            byte[] text = JSON.writer().withAttribute(CLASSES, classes).writeValueAsBytes(settings);
            return new PlainSettings(JSON.readValue(text, Object.class), classes);
        } catch (IOException e) {
            String found = e instanceof JsonProcessingException json ? JsonProblem.of(json) : e.getMessage();
            throw new IllegalArgumentException(
                    "settings of '" + who + "': expected numbers, texts, lists, maps and records of these, found "
                            + found + "; let settings() name what stands for it",
                    e);
        }
    }

    /** What a class is called in settings, whichever cell of a notebook it is in: {@code MetanetworkFit.Settings}. */
    static String nameOf(Class<?> type) {
        String full = type.getName();
        return full.substring(full.lastIndexOf('.') + 1)
                .replaceFirst("^\\$JShell\\$\\w+\\$", "")
                .replace('$', '.');
    }

    /** A set has no order of its own, and the same one has another in another process: it is written sorted. */
    private static final class Sorted extends StdSerializer<Set<?>> {
        private static final long serialVersionUID = 1;

        Sorted() {
            super(Set.class, false);
        }

        @Override
        public void serialize(Set<?> set, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartArray();
            for (Object element : sorted(set)) {
                provider.defaultSerializeValue(element, out);
            }
            out.writeEndArray();
        }

        private static List<Object> sorted(Set<?> set) {
            List<Object> all = new ArrayList<>(set);
            try {
                all.sort(null);
            } catch (ClassCastException e) {
                throw new IllegalArgumentException("a set of what has no order, which a list would give it", e);
            }
            return all;
        }
    }

    /** Adds its class to each record, and refuses what is none. */
    private static final class Typing extends BeanSerializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
            if (!bean.getBeanClass().isRecord()) {
                throw new IllegalArgumentException("something of " + bean.getBeanClass());
            }
            PropertyName name = PropertyName.construct("record");
            VirtualAnnotatedMember member = new VirtualAnnotatedMember(
                    bean.getClassInfo(), bean.getBeanClass(), name.getSimpleName(), config.constructType(String.class));
            List<BeanPropertyWriter> all = new ArrayList<>();
            all.add(new ClassWriter(
                    SimpleBeanPropertyDefinition.construct(config, member, name),
                    bean.getClassInfo().getAnnotations(),
                    member.getType()));
            all.addAll(properties);
            return all;
        }
    }

    private static final class ClassWriter extends VirtualBeanPropertyWriter {
        private static final long serialVersionUID = 1;

        ClassWriter(BeanPropertyDefinition property, Annotations annotations, JavaType type) {
            super(property, annotations, type);
        }

        @Override
        protected Object value(Object bean, JsonGenerator out, SerializerProvider provider) {
            @SuppressWarnings("unchecked") // put there above
            Set<Class<?>> classes = (Set<Class<?>>) provider.getAttribute(CLASSES);
            classes.add(bean.getClass());
            return nameOf(bean.getClass());
        }

        @Override
        public VirtualBeanPropertyWriter withConfig(
                MapperConfig<?> config, AnnotatedClass owner, BeanPropertyDefinition property, JavaType type) {
            return new ClassWriter(property, owner.getAnnotations(), type);
        }
    }
}
