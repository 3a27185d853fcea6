package io.slidestream.mapfiles.formats.ome;

import java.util.Locale;

/** OME-XML 2016-06 of an image of one channel a plane; in ASCII, as TIFF wants its texts. */
final class OmeXml {
    private static final String SCHEMA = "http://www.openmicroscopy.org/Schemas/OME/2016-06";

    private OmeXml() {}

    static String of(OmeImage image) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<OME xmlns=\"").append(SCHEMA).append("\"");
        xml.append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"");
        xml.append(" xsi:schemaLocation=\"")
                .append(SCHEMA)
                .append(' ')
                .append(SCHEMA)
                .append("/ome.xsd\"");
        attribute(xml, "UUID", "urn:uuid:" + image.id());
        attribute(xml, "Creator", image.creator());
        xml.append("><Image ID=\"Image:0\"");
        attribute(xml, "Name", image.name());
        xml.append("><Description>").append(escaped(image.description())).append("</Description>");
        xml.append("<Pixels ID=\"Pixels:0\" DimensionOrder=\"XYCZT\" Type=\"float\" BigEndian=\"false\"");
        attribute(xml, "SizeX", image.width());
        attribute(xml, "SizeY", image.height());
        attribute(xml, "SizeC", image.channels().size());
        xml.append(" SizeZ=\"1\" SizeT=\"1\"");
        attribute(xml, "PhysicalSizeX", decimal(image.pixelUm()));
        attribute(xml, "PhysicalSizeXUnit", "µm");
        attribute(xml, "PhysicalSizeY", decimal(image.pixelUm()));
        attribute(xml, "PhysicalSizeYUnit", "µm");
        xml.append('>');
        for (int i = 0; i < image.channels().size(); i++) {
            OmeChannel channel = image.channels().get(i);
            xml.append("<Channel");
            attribute(xml, "ID", "Channel:0:" + i);
            attribute(xml, "Name", channel.name());
            attribute(xml, "Color", channel.rgba());
            xml.append(" SamplesPerPixel=\"1\"/>");
        }
        for (int i = 0; i < image.channels().size(); i++) {
            xml.append("<TiffData FirstZ=\"0\" FirstT=\"0\"");
            attribute(xml, "FirstC", i);
            attribute(xml, "IFD", i);
            xml.append(" PlaneCount=\"1\"/>");
        }
        return xml.append("</Pixels></Image></OME>").toString();
    }

    private static void attribute(StringBuilder xml, String name, Object value) {
        xml.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(value.toString()))
                .append('"');
    }

    /** Formats a number without an exponent, to a billionth. */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.9f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Escapes text; characters that XML does not allow become U+FFFD. */
    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean allowed = c == '\t'
                    || c == '\n'
                    || (c >= 0x20 && c <= 0xD7FF)
                    || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000;
            int shown = allowed ? c : 0xFFFD;
            if (shown > 0x7E || "<>&\"'".indexOf(shown) >= 0 || shown < 0x20) {
                out.append("&#").append(shown).append(';');
            } else {
                out.append((char) shown);
            }
        });
        return out.toString();
    }
}
