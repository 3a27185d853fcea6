package io.slidestream.trainer.picture;

/** Change of a picture before a network sees it. Safe for concurrent use; leaves its argument as it is. */
public interface PictureChange {
    TilePicture of(TilePicture picture);
}
