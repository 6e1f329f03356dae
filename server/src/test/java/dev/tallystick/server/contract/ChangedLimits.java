package dev.tallystick.server.contract;

import dev.tallystick.server.config.Limits;
import java.lang.reflect.RecordComponent;

/** Limits that differ from others in one component. */
public final class ChangedLimits {
    private ChangedLimits() {}

    public static Limits with(Limits limits, String name, Object value) {
        RecordComponent[] components = Limits.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        try {
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean changed = components[i].getName().equals(name);
                values[i] = changed ? value : components[i].getAccessor().invoke(limits);
                found |= changed;
            }
            if (!found) {
                throw new IllegalArgumentException("Limits has no component " + name);
            }
            return Limits.class.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
