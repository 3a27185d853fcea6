package io.slidestream.trainer.picture;

/** What is done to a picture before a network sees it. Safe for concurrent use; leaves its argument as it is. */
public interface PictureChange {
    TilePicture of(TilePicture picture);
}
