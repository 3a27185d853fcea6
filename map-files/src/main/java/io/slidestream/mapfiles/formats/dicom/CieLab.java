package io.slidestream.mapfiles.formats.dicom;

/** A display colour as DICOM has it: CIELab under D50, each part scaled to 16 bits (PS3.3 C.10.7.1.1). */
final class CieLab {
    private CieLab() {}

    /** @param rgb sRGB, {@code 0xRRGGBB} */
    static int[] of(int rgb) {
        double r = linear(rgb >> 16 & 0xFF);
        double g = linear(rgb >> 8 & 0xFF);
        double b = linear(rgb & 0xFF);
        // sRGB to XYZ, adapted to D50 by Bradford (the matrix of the ICC's sRGB profile), by the white of D50.
        double x = f((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / 0.9642);
        double y = f(0.2225045 * r + 0.7168786 * g + 0.0606169 * b);
        double z = f((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / 0.8249);
        return new int[] {
            scaled((116 * y - 16) / 100), scaled((500 * (x - y) + 128) / 255), scaled((200 * (y - z) + 128) / 255)
        };
    }

    private static double linear(int part) {
        double value = part / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static double f(double t) {
        return t > 216.0 / 24_389 ? Math.cbrt(t) : (24_389.0 / 27 * t + 16) / 116;
    }

    private static int scaled(double share) {
        return (int) Math.max(0, Math.min(65_535, Math.round(share * 65_535)));
    }
}
