package io.slidestream.slides;

import io.slidestream.contracts.PlausibleMpp;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/*
 * OpenSlide 3.4 passes on what the vendors' own metadata say; 4 makes the same property of a generic TIFF's tags, even where
 * they hold a printer's 72 dpi. So all three are looked at, and the first plausible one is believed.
 */
/**
 * Microns per level-0 pixel as one place of a slide's file states them.
 *
 * @param source for people
 * @param words the statement as it stands there
 * @param x empty where it is no number
 */
record StatedResolution(String source, String words, OptionalDouble x, OptionalDouble y) {
    static final String MPP_X = "openslide.mpp-x";
    static final String MPP_Y = "openslide.mpp-y";

    private static final double UM_PER_INCH = 25_400;
    private static final double UM_PER_CM = 10_000;
    private static final Pattern PIXELS = Pattern.compile("<(?:[\\w.-]{1,40}:)?Pixels\\s([^<>]{1,4000})>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(\\w{1,40})\\s?=\\s?[\"']([^\"']{0,100})[\"']");

    /** All statements, the most trusted first. */
    static List<StatedResolution> in(Map<String, String> raw, long widthPx) {
        List<StatedResolution> all = new ArrayList<>();
        openSlide(raw).ifPresent(all::add);
        dicom(raw).ifPresent(all::add);
        ome(raw, widthPx).ifPresent(all::add);
        tags(raw).ifPresent(all::add);
        return all;
    }

    boolean isPlausible() {
        return isPlausible(x) && isPlausible(y);
    }

    private static boolean isPlausible(OptionalDouble mpp) {
        return mpp.isPresent() && PlausibleMpp.contains(mpp.getAsDouble());
    }

    private static Optional<StatedResolution> openSlide(Map<String, String> raw) {
        String x = raw.get(MPP_X);
        String y = raw.get(MPP_Y);
        if (x == null && y == null) {
            return Optional.empty();
        }
        String said = x == null || isPlausible(number(x)) ? String.valueOf(y) : x;
        return Optional.of(new StatedResolution(
                "the slide's properties (" + MPP_X + ")",
                "the slide says " + said + " microns per pixel",
                number(x),
                number(y)));
    }

    private static Optional<StatedResolution> dicom(Map<String, String> raw) {
        String attribute = raw.get("dicom.mpp-attribute");
        OptionalDouble x = number(raw.get("dicom.mpp-x"));
        return attribute == null || x.isEmpty()
                ? Optional.empty()
                : Optional.of(new StatedResolution(
                        "the DICOM attribute " + attribute,
                        "its DICOM attribute " + attribute + " says " + shown(x.getAsDouble()) + " microns per pixel",
                        x,
                        number(raw.get("dicom.mpp-y"))));
    }

    private static Optional<StatedResolution> tags(Map<String, String> raw) {
        OptionalDouble x = number(raw.get("tiff.XResolution"));
        OptionalDouble y = number(raw.get("tiff.YResolution"));
        String unit = raw.getOrDefault("tiff.ResolutionUnit", "").toLowerCase(Locale.ROOT);
        double um = unit.equals("centimeter") ? UM_PER_CM : unit.equals("inch") ? UM_PER_INCH : 0;
        if (x.isEmpty() || y.isEmpty() || um == 0 || x.getAsDouble() <= 0 || y.getAsDouble() <= 0) {
            return Optional.empty();
        }
        String words = String.format(
                Locale.ROOT,
                "its TIFF tags say %s pixels per %s, which are %s microns per pixel",
                shown(x.getAsDouble()),
                unit,
                shown(um / x.getAsDouble()));
        return Optional.of(new StatedResolution(
                "the TIFF tags (XResolution)",
                words,
                OptionalDouble.of(um / x.getAsDouble()),
                OptionalDouble.of(um / y.getAsDouble())));
    }

    /** The pixels of the image that is as wide as the slide, else those of the first. */
    private static Optional<StatedResolution> ome(Map<String, String> raw, long widthPx) {
        String xml = raw.getOrDefault("tiff.ImageDescription", raw.getOrDefault("openslide.comment", ""));
        if (!xml.contains("PhysicalSizeX")) {
            return Optional.empty();
        }
        StatedResolution found = null;
        Matcher pixels = PIXELS.matcher(xml);
        while (pixels.find()) {
            Map<String, String> attributes = new java.util.HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(pixels.group(1));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            boolean fits = Long.toString(widthPx).equals(attributes.get("SizeX"));
            if (attributes.containsKey("PhysicalSizeX") && (fits || found == null)) {
                found = ome(attributes);
                if (fits) {
                    break;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static StatedResolution ome(Map<String, String> attributes) {
        String size = attributes.get("PhysicalSizeX");
        String unit = attributes.getOrDefault("PhysicalSizeXUnit", "µm");
        return new StatedResolution(
                "the OME-XML (PhysicalSizeX)",
                "its OME-XML says a PhysicalSizeX of " + size + " " + unit,
                microns(size, unit),
                microns(attributes.get("PhysicalSizeY"), attributes.getOrDefault("PhysicalSizeYUnit", "µm")));
    }

    private static OptionalDouble microns(@Nullable String size, String unit) {
        double um = switch (unit.strip()) {
            case "µm", "\u03bcm", "&#181;m", "&#xB5;m", "&#xb5;m", "\u00c2\u00b5m", "um", "micron", "microns" -> 1;
            case "nm" -> 1e-3;
            case "mm" -> 1e3;
            case "cm" -> UM_PER_CM;
            case "m" -> 1e6;
            case "in" -> UM_PER_INCH;
            default -> 0;
        };
        OptionalDouble number = number(size);
        return um == 0 || number.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number.getAsDouble() * um);
    }

    private static OptionalDouble number(@Nullable String text) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text.strip()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** Four digits. */
    static String shown(double number) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
