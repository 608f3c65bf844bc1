package org.modeljungle.show;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A drawing, which becomes a PNG when one is asked for: what is only a part of another picture never does. Then the
 * drawing, which is far larger, is forgotten.
 */
final class Pixels {

    private BufferedImage image; // null once it is a PNG
    private byte[] png;

    Pixels(BufferedImage image) {
        this.image = image;
    }

    /** The PNG file's bytes. */
    synchronized byte[] png() {
        if (png == null) {
            png = encode(image);
            image = null;
        }
        return png;
    }

    /** The drawing. */
    synchronized BufferedImage image() {
        try {
            return image != null ? image : ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam compression = writer.getDefaultWriteParam();
            compression.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            compression.setCompressionQuality(0); // as small as possible: notebooks hold each picture twice
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), compression);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
