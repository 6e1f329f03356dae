package dev.tallystick.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All routes, by path and method. A template holds at most one parameter, {@code {so}}, which stands for one whole path
 * segment, and may end in a second one, which stands for the rest of the path, slashes included; a fixed path goes before a
 * template. Filled before the server starts, then read by all threads.
 */
final class Routes {
    private final Map<String, Resource> fixed = new HashMap<>();
    private final List<Resource> templates = new ArrayList<>();
    private final Map<String, Handler> missing = new LinkedHashMap<>();

    /** A path with its methods. */
    static final class Resource {
        private final String template;
        private final String prefix;
        private final String suffix;
        private final boolean open;
        private final Map<String, Route> methods = new LinkedHashMap<>();

        private Resource(String template) {
            int open = template.indexOf('{');
            int close = template.indexOf('}');
            this.template = template;
            this.prefix = open < 0 ? template : template.substring(0, open);
            int rest = template.lastIndexOf('{');
            this.open = rest > open;
            this.suffix = open < 0 ? "" : template.substring(close + 1, this.open ? rest : template.length());
        }

        private boolean matches(String path) {
            if (open) {
                int end = path.indexOf('/', prefix.length());
                return path.startsWith(prefix)
                        && end > prefix.length()
                        && path.startsWith(suffix, end)
                        && path.length() > end + suffix.length();
            }
            return path.length() > prefix.length() + suffix.length()
                    && path.startsWith(prefix)
                    && path.endsWith(suffix)
                    && path.lastIndexOf('/', path.length() - suffix.length() - 1) < prefix.length();
        }

        /** The raw text of the parameter in a matching path. */
        String parameter(String path) {
            if (open) {
                return path.substring(prefix.length(), path.indexOf('/', prefix.length()));
            }
            return template.length() == prefix.length()
                    ? ""
                    : path.substring(prefix.length(), path.length() - suffix.length());
        }

        /** The raw text of the rest of a matching path, for a template that ends in one. */
        String rest(String path) {
            return open ? path.substring(prefix.length() + parameter(path).length() + suffix.length()) : "";
        }

        @Nullable
        Route method(String method) {
            Route route = methods.get(method);
            return route == null && method.equals("HEAD") ? methods.get("GET") : route;
        }

        String allow() {
            String listed = String.join(", ", methods.keySet());
            return methods.containsKey("GET") ? listed + ", HEAD" : listed;
        }
    }

    /** One operation. */
    record Route(String method, String template, Handler handler) {}

    Routes get(String template, Handler handler) {
        return add("GET", template, handler);
    }

    Routes post(String template, Handler handler) {
        return add("POST", template, handler);
    }

    Routes patch(String template, Handler handler) {
        return add("PATCH", template, handler);
    }

    Routes delete(String template, Handler handler) {
        return add("DELETE", template, handler);
    }

    private Routes add(String method, String template, Handler handler) {
        Resource resource = find(template);
        if (resource == null || !resource.template.equals(template)) {
            resource = new Resource(template);
            if (template.indexOf('{') < 0) {
                fixed.put(template, resource);
            } else {
                templates.add(resource);
            }
        }
        resource.methods.put(method, new Route(method, template, handler));
        return this;
    }

    /** The resource at a raw path, or null. */
    @Nullable
    Resource find(String path) {
        Resource exact = fixed.get(path);
        if (exact != null) {
            return exact;
        }
        for (Resource resource : templates) {
            if (resource.matches(path)) {
                return resource;
            }
        }
        return null;
    }

    /** Answers what is asked for at a path or below it and is no route, in place of the common 404. */
    Routes missingBelow(String path, Handler handler) {
        missing.put(path, handler);
        return this;
    }

    /** Who answers for a raw path that is no route, or null. */
    @Nullable
    Handler missing(String path) {
        for (Map.Entry<String, Handler> each : missing.entrySet()) {
            if (path.equals(each.getKey()) || path.startsWith(each.getKey() + "/")) {
                return each.getValue();
            }
        }
        return null;
    }

    /** Every route, for those who prepare something for each. */
    List<Route> all() {
        List<Route> all = new ArrayList<>();
        fixed.values().forEach(resource -> all.addAll(resource.methods.values()));
        templates.forEach(resource -> all.addAll(resource.methods.values()));
        return all;
    }
}
