package io.slidestream.slides.dicom;

/** Tags of the attributes that are read, {@code 0xGGGGEEEE}. */
public final class Tags {
    public static final int TRANSFER_SYNTAX = 0x0002_0010;
    public static final int IMAGE_TYPE = 0x0008_0008;
    public static final int SOP_CLASS = 0x0008_0016;
    public static final int SOP_INSTANCE = 0x0008_0018;
    public static final int MANUFACTURER = 0x0008_0070;
    public static final int MODEL_NAME = 0x0008_1090;
    public static final int STUDY = 0x0020_000D;
    public static final int SERIES = 0x0020_000E;
    public static final int INSTANCE_NUMBER = 0x0020_0013;
    public static final int CONCATENATION = 0x0020_9161;
    public static final int IN_CONCATENATION_TOTAL = 0x0020_9163;
    public static final int CONCATENATION_FRAME_OFFSET = 0x0020_9228;
    public static final int DIMENSION_ORGANIZATION_TYPE = 0x0020_9311;
    public static final int SAMPLES = 0x0028_0002;
    public static final int PHOTOMETRIC = 0x0028_0004;
    public static final int PLANAR_CONFIGURATION = 0x0028_0006;
    public static final int NUMBER_OF_FRAMES = 0x0028_0008;
    public static final int ROWS = 0x0028_0010;
    public static final int COLUMNS = 0x0028_0011;
    public static final int PIXEL_SPACING = 0x0028_0030;
    public static final int BITS_ALLOCATED = 0x0028_0100;
    public static final int ICC_PROFILE = 0x0028_2000;
    public static final int PIXEL_MEASURES = 0x0028_9110;
    public static final int Z_OFFSET = 0x0040_074A;
    public static final int IMAGED_VOLUME_WIDTH = 0x0048_0001;
    public static final int IMAGED_VOLUME_HEIGHT = 0x0048_0002;
    public static final int TOTAL_COLUMNS = 0x0048_0006;
    public static final int TOTAL_ROWS = 0x0048_0007;
    public static final int OPTICAL_PATHS = 0x0048_0105;
    public static final int OPTICAL_PATH_ID = 0x0048_0106;
    public static final int OBJECTIVE_POWER = 0x0048_0112;
    public static final int OPTICAL_PATH_IDENTIFICATION = 0x0048_0207;
    public static final int PLANE_POSITION = 0x0048_021A;
    public static final int COLUMN_POSITION = 0x0048_021E;
    public static final int ROW_POSITION = 0x0048_021F;
    public static final int NUMBER_OF_PATHS = 0x0048_0302;
    public static final int FOCAL_PLANES = 0x0048_0303;
    public static final int SHARED_GROUPS = 0x5200_9229;
    public static final int PER_FRAME_GROUPS = 0x5200_9230;
    public static final int EXTENDED_OFFSETS = 0x7FE0_0001;
    public static final int EXTENDED_LENGTHS = 0x7FE0_0002;
    public static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;
    public static final int DOUBLE_PIXEL_DATA = 0x7FE0_0009;
    public static final int PIXEL_DATA = 0x7FE0_0010;

    static final int ITEM = 0xFFFE_E000;
    static final int ITEM_END = 0xFFFE_E00D;
    static final int SEQUENCE_END = 0xFFFE_E0DD;

    private Tags() {}
}
