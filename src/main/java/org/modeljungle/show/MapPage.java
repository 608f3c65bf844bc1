package org.modeljungle.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A {@link MapChart} as a page: the file {@code map.html} with the map's data in it. */
final class MapPage {

    private static final String FILE = "map.html";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(title|alt|data)\\}\\}");
    private static final int UNITS = 10_000; // whole numbers are short
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS) // the same map is the same page
            .build();

    private MapPage() {}

    static String of(MapChart chart) {
        try (InputStream in = Objects.requireNonNull(MapPage.class.getResourceAsStream(FILE))) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String data = JSON.writeValueAsString(data(chart)).replace("<", "\\u003c"); // ends no script
            Map<String, String> parts =
                    Map.of("title", Html.escape(chart.title()), "alt", Html.escape(chart.alt()), "data", data);
            return PLACE.matcher(page) // at once: what is put in is not looked at again
                    .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map is plain data", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> data(MapChart chart) {
        double[][] places = chart.map().places();
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double size = 1e-300;
        for (double[] place : places) {
            low[0] = Math.min(low[0], place[0]);
            low[1] = Math.min(low[1], place[1]);
        }
        for (double[] place : places) {
            size = Math.max(size, Math.max(place[0] - low[0], place[1] - low[1]));
        }
        double unit = UNITS / size;
        List<Integer> all = IntStream.range(0, places.length).boxed().toList();
        return Map.of(
                "title", chart.title(),
                "method", chart.map().method(),
                "ids", all.stream().map(chart::id).toList(),
                "captions", chart.texts().captions(),
                "x",
                        all.stream()
                                .map(i -> Math.round((places[i][0] - low[0]) * unit))
                                .toList(),
                "y",
                        all.stream()
                                .map(i -> Math.round((places[i][1] - low[1]) * unit))
                                .toList(),
                "attributes",
                        chart.attributes().stream().map(MapPage::attribute).toList(),
                "pictures", chart.thumbnails().<Object>map(MapPage::pictures).orElse(Map.of()));
    }

    private static Map<String, Object> attribute(MapChart.Attribute attribute) {
        MapColours colours = MapColours.of(attribute);
        return Map.of(
                "name", attribute.name(),
                "names", colours.names(),
                "colours", colours.colours().stream().map(MapPage::hex).toList(),
                "groups", colours.groups(),
                "values", attribute.values());
    }

    private static String hex(Color colour) {
        return Html.format("#%06x", colour.getRGB() & 0xFFFFFF);
    }

    private static Map<String, Object> pictures(Thumbnails thumbnails) {
        int perRow = (int) Math.ceil(Math.sqrt(thumbnails.count()));
        byte[] png = new Pixels(thumbnails.sheet(perRow)).png();
        return Map.of(
                "source",
                "data:image/png;base64," + Base64.getEncoder().encodeToString(png),
                "perRow",
                perRow,
                "wide",
                thumbnails.columns(),
                "high",
                thumbnails.rows());
    }
}
