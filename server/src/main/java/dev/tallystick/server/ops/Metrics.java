package dev.tallystick.server.ops;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counters, histograms and gauges of one server, in a registry of its own. Thread-safe. */
public final class Metrics {
    /** How {@link #openMetrics} must be labelled. */
    public static final String CONTENT_TYPE = OpenMetricsTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final int CAPACITY = 16 << 10;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Histogram latency;

    /** Starts with nothing counted. */
    public Metrics() {
        requests = Counter.builder()
                .name("tallystick_http_requests")
                .help("Requests answered, by route and status.")
                .labelNames("method", "route", "status")
                .register(registry);
        latency = Histogram.builder()
                .name("tallystick_http_request_seconds")
                .help("Time from a request's first line to its written reply, in seconds.")
                .labelNames("method", "route")
                .classicOnly()
                .classicUpperBounds(0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
                .register(registry);
    }

    /** Where one route's requests are counted; look it up once and keep it. */
    public RouteMetrics route(String method, String template) {
        return new RouteMetrics(method, template);
    }

    /** Reports a present value under a name, asked for whenever the metrics are read. */
    public void gauge(String name, String help, LongSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** Reports a total since the start that only grows, under a name without its ending {@code _total}. */
    public void counter(String name, String help, LongSupplier value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) value.getAsLong()))
                .register(registry);
    }

    /** The registry, for rooms that bring metrics of their own. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** All metrics as OpenMetrics text. */
    public byte[] openMetrics() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(CAPACITY);
        try {
            new OpenMetricsTextFormatWriter(false, false).write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Counts of one route. */
    public final class RouteMetrics {
        private final String method;
        private final String template;
        private volatile @Nullable DistributionDataPoint seconds;
        private final Map<Integer, CounterDataPoint> statuses = new ConcurrentHashMap<>();

        private RouteMetrics(String method, String template) {
            this.method = method;
            this.template = template;
        }

        /** Counts one answered request. */
        public void answered(int status, long nanos) {
            CounterDataPoint count = statuses.get(status);
            if (count == null) {
                count = statuses.computeIfAbsent(
                        status, code -> requests.labelValues(method, template, Integer.toString(code)));
            }
            count.inc();
            seconds().observe(nanos / NANOS_PER_SECOND);
        }

        // Made by the first request, so that a route nobody uses takes no lines.
        private DistributionDataPoint seconds() {
            DistributionDataPoint known = seconds;
            if (known == null) {
                known = latency.labelValues(method, template);
                seconds = known;
            }
            return known;
        }
    }
}
