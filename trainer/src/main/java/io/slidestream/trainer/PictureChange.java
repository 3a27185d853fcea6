package io.slidestream.trainer;

/** What is done to a picture before a network sees it. Safe for concurrent use; leaves its argument as it is. */
interface PictureChange {
    TilePicture of(TilePicture picture);
}
