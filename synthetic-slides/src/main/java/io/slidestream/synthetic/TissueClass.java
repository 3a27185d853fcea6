package io.slidestream.synthetic;

/** The nine classes of Kather's colorectal tiles, in his alphabetical order. */
public enum TissueClass {
    /** Adipose. */
    ADI,
    /** Background. */
    BACK,
    /** Debris. */
    DEB,
    /** Lymphocytes. */
    LYM,
    /** Mucus. */
    MUC,
    /** Smooth muscle. */
    MUS,
    /** Normal mucosa. */
    NORM,
    /** Stroma. */
    STR,
    /** Tumour epithelium. */
    TUM
}
