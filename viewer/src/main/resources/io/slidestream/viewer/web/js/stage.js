// The slide image: OpenSeadragon, without buttons and keys of its own.
/* global OpenSeadragon */
const BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==";

export class Stage {
  constructor(host) {
    this.viewer = OpenSeadragon({
      element: host,
      showNavigationControl: false,
      showNavigator: true,
      navigatorPosition: "TOP_RIGHT",
      navigatorSizeRatio: 0.16,
      navigatorAutoFade: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      animationTime: 0.5,
      maxZoomPixelRatio: 6,
      minZoomImageRatio: 0.7,
      visibilityRatio: 0.2,
      imageLoaderLimit: 5,
      maxImageCacheCount: 400,
      immediateRender: false,
    });
    this.viewer.innerTracker.keyHandler = null;
    this.viewer.innerTracker.keyDownHandler = null;
    this.viewer.canvas.removeAttribute("tabindex");
    this.viewer.navigator?.element?.removeAttribute("tabindex");
    host.querySelectorAll("[tabindex]").forEach((one) => one.removeAttribute("tabindex"));
  }

  /** Shows a slide's DeepZoom pyramid, or white of its size where the slide cannot be had. */
  open(slide, base) {
    const source = base
      ? { Image: { xmlns: "http://schemas.microsoft.com/deepzoom/2008", Url: base, Format: "jpeg", Overlap: "1", TileSize: "254",
                   Size: { Width: String(slide.widthPx), Height: String(slide.heightPx) } } }
      : { width: slide.widthPx, height: slide.heightPx, tileSize: Math.max(slide.widthPx, slide.heightPx), minLevel: 0,
          maxLevel: 0, getTileUrl: () => BLANK };
    return new Promise((done) => {
      this.viewer.addOnceHandler("open", () => done());
      this.viewer.addOnceHandler("open-failed", () => done());
      this.viewer.open(source);
    });
  }

  /** Lays something over the slide, below the overview. */
  put(layer) {
    this.viewer.canvas.append(layer);
  }

  get item() {
    return this.viewer.world.getItemCount() ? this.viewer.world.getItemAt(0) : null;
  }

  /** Where the slide's top left corner is on screen, and screen pixels per slide pixel; null before it is open. */
  place() {
    if (!this.item) return null;
    const corner = this.viewer.viewport.pixelFromPoint(new OpenSeadragon.Point(0, 0), true);
    const scale = (this.viewer.viewport.getZoom(true) * this.viewer.container.clientWidth) / this.item.getContentSize().x;
    return { x: corner.x, y: corner.y, scale };
  }

  /** From a place on screen, relative to the stage, to slide pixels. */
  slidePoint(x, y) {
    const place = this.place();
    return place ? { x: (x - place.x) / place.scale, y: (y - place.y) / place.scale } : null;
  }

  centre() {
    return this.slidePoint(this.viewer.container.clientWidth / 2, this.viewer.container.clientHeight / 2);
  }

  /** @param scale screen pixels per slide pixel */
  go(x, y, scale) {
    const width = this.item.getContentSize().x;
    const viewport = this.viewer.viewport;
    viewport.zoomTo((scale * width) / this.viewer.container.clientWidth, null, true);
    viewport.panTo(new OpenSeadragon.Point(x / width, y / width), true);
  }

  zoom(factor) {
    this.viewer.viewport.zoomBy(factor);
    this.viewer.viewport.applyConstraints();
  }

  pan(x, y) {
    const by = this.viewer.viewport.deltaPointsFromPixels(new OpenSeadragon.Point(x, y));
    this.viewer.viewport.panBy(by);
    this.viewer.viewport.applyConstraints();
  }

  whole() {
    this.viewer.viewport.goHome();
  }

  onFrame(draw) {
    for (const event of ["update-viewport", "open", "resize", "animation"]) this.viewer.addHandler(event, draw);
  }

  onRest(tell) {
    this.viewer.addHandler("animation-finish", tell);
  }
}
