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
    this.draggable = true;
    for (const event of ["canvas-drag", "canvas-drag-end", "canvas-double-click"]) {
      this.viewer.addHandler(event, (told) => (told.preventDefaultAction = !this.draggable));
    }
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

  /** Where the slide's top left corner is on screen, screen pixels per slide pixel, and the turn in radians; null before it is open. */
  place() {
    if (!this.item) return null;
    const { viewport } = this.viewer;
    const corner = viewport.pixelFromPoint(new OpenSeadragon.Point(0, 0), true);
    const scale = (viewport.getZoom(true) * this.viewer.container.clientWidth) / this.item.getContentSize().x;
    return { x: corner.x, y: corner.y, scale, turn: (viewport.getRotation() * Math.PI) / 180 };
  }

  /** From a place on screen, relative to the stage, to slide pixels. */
  slidePoint(x, y) {
    const place = this.place();
    if (!place) return null;
    const [right, down] = [(x - place.x) / place.scale, (y - place.y) / place.scale];
    const [cos, sin] = [Math.cos(place.turn), Math.sin(place.turn)];
    return { x: right * cos + down * sin, y: down * cos - right * sin };
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

  /** Shows a part of the slide with room around it, no closer than one slide pixel a screen pixel. */
  fit({ x, y, width, height }) {
    const all = this.item.getContentSize().x;
    const least = Math.max(this.viewer.container.clientWidth, this.viewer.container.clientHeight) / 1.6;
    const [w, h] = [Math.max(width, least) * 1.6, Math.max(height, least) * 1.6];
    this.viewer.viewport.fitBounds(
      new OpenSeadragon.Rect((x + width / 2 - w / 2) / all, (y + height / 2 - h / 2) / all, w / all, h / all));
  }

  /** @param scale screen pixels per slide pixel; the middle stays */
  scaleTo(scale) {
    this.viewer.viewport.zoomTo((scale * this.item.getContentSize().x) / this.viewer.container.clientWidth);
  }

  turn() {
    return this.viewer.viewport.getRotation();
  }

  /** @param degrees clockwise */
  turnTo(degrees) {
    this.viewer.viewport.setRotation(((degrees % 360) + 360) % 360);
  }

  /** Whether dragging moves the slide; where it does not, a tool draws. */
  setDraggable(is) {
    this.draggable = is;
  }

  /** The canvas that shows the slide alone. */
  get picture() {
    return this.viewer.drawer.canvas;
  }

  /** Lays something over the whole slide in the overview. */
  putOnOverview(layer) {
    const size = this.item?.getContentSize();
    if (!size || !this.viewer.navigator) return;
    this.viewer.navigator.removeOverlay(layer);
    this.viewer.navigator.addOverlay({ element: layer, location: new OpenSeadragon.Rect(0, 0, 1, size.y / size.x) });
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
